import {
  encodePayload,
  field,
  type Institution,
  type InstitutionId,
  institution,
  type KeyId,
  keyId,
  keyUses,
  makeEnvelope,
  parseEnvelope,
  type SigningKey,
  signingKey,
} from '@huren/records'
import Joi from 'joi'
import type { ApplicationRow } from '../store/buckets.ts'

/** What an institution says of itself when it applies. Names and addresses stay in the document. */
export interface Application {
  readonly institution: Pick<Institution, 'kind' | 'city'> & Partial<Pick<Institution, 'level' | 'document'>>
  readonly key: Pick<SigningKey, 'algorithm' | 'publicKey' | 'uses' | 'notAfter'>
}

export const applicationSchema = Joi.object<Application, true>({
  institution: Joi.object<Application['institution'], true>({
    kind: field.code('city', 'hospital', 'imaging-cloud', 'quality-centre').required(),
    city: field.cityCode().required(),
    level: field
      .code('primary', 'secondary', 'tertiary')
      .when('kind', { is: 'hospital', then: Joi.required(), otherwise: Joi.forbidden() }),
    document: field.digest(),
  }).required(),
  key: Joi.object<Application['key'], true>({
    algorithm: field.code('SM2-SM3', 'ES256').required(),
    publicKey: field.publicKey().required(),
    uses: Joi.array()
      .items(field.code(...keyUses))
      .has(Joi.valid('administration'))
      .unique()
      .required(),
    notAfter: field.instant().required(),
  }).required(),
})

/** The applicant's first key, with which it also proves that it has it. */
export const keyOf = ({ key }: Application): KeyId => keyId(key)

/**
 * The two governance statements that admit an institution, unsigned. Their bytes follow from the application and
 * from who issues them, so that both central organisations sign the same.
 */
export const statementsOf = (
  { institution: id, appliedAt, application }: ApplicationRow,
  issuer: InstitutionId,
) => {
  const stated = { issuer, issuedAt: appliedAt, institution: id }
  const member: Institution = {
    ...stated,
    version: 1,
    status: 'active',
    effectiveFrom: appliedAt,
    ...application.institution,
  }
  const first: SigningKey = { ...stated, key: keyOf(application), notBefore: appliedAt, ...application.key }
  return {
    institution: makeEnvelope(institution.name, encodePayload(member), []),
    key: makeEnvelope(signingKey.name, encodePayload(first), []),
  }
}

/** The two statements as they were signed. @throws Refusal */
export const parsedStatements = ({ institution, key }: NonNullable<ApplicationRow['envelopes']>) => ({
  institution: parseEnvelope(JSON.stringify(institution)),
  key: parseEnvelope(JSON.stringify(key)),
})
