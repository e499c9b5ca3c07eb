import { type Gateway, signedBy } from '@huren/client'
import { signStatement } from '@huren/crypto-config'
import type {
  Envelope,
  Institution,
  InstitutionId,
  KeyUse,
  PatientKey,
  SigningKey as SigningKeyPayload,
} from '@huren/records'
import { onboard } from './onboarding.ts'
import {
  committed,
  type Hospital,
  hours,
  type ImagingCloud,
  later,
  newInstitutionId,
  newSigner,
  now,
  type Signer,
  type World,
} from './world.ts'

type Centrals = World['centrals']

/** The two central organisations that sign what one of them proposes. */
const governing = (centrals: Centrals) => {
  const [first, second] = centrals
  if (!first || !second) throw new Error('governance needs two central organisations')
  return { issuer: first.institution, keys: [first.key, second.key], signer: { key: first.key } }
}

const year = hours(24 * 365)

const keyPayload = (
  issuer: InstitutionId,
  institution: InstitutionId,
  { key }: Signer,
  uses: KeyUse[],
): SigningKeyPayload => ({
  issuer,
  issuedAt: now(),
  institution,
  key: key.id,
  algorithm: key.algorithm,
  publicKey: key.publicKey,
  uses,
  notBefore: now(),
  notAfter: later(year),
  holder: committed(`holder of ${key.id}`),
})

/** The registration of an institution and of its first key, for two central organisations to sign. */
const registration = (
  centrals: Centrals,
  about: Pick<Institution, 'institution' | 'kind' | 'city' | 'level'>,
  administration: Signer,
): Envelope[] => {
  const { issuer, keys } = governing(centrals)
  const institution: Institution = {
    issuer,
    issuedAt: now(),
    version: 1,
    status: 'active',
    effectiveFrom: now(),
    ...about,
  }
  const uses: KeyUse[] = ['administration']
  return [
    signStatement('institution', institution, keys),
    signStatement('signing-key', keyPayload(issuer, about.institution, administration, uses), keys),
  ]
}

/** Submits what must be on the ledger before anything else can be. */
export const insist = async (
  gateway: Gateway,
  taken: World['taken'],
  signer: Signer,
  envelopes: readonly Envelope[],
) => {
  const results = await gateway.as(signedBy(signer.key)).submit(envelopes, { wait: 60 })
  const refused = results.find(({ stage }) => stage !== 'committed')
  if (refused) throw new Error(`${refused.code ?? refused.stage}: ${refused.detail ?? ''}`)
  taken.push(...envelopes.map((envelope) => ({ signer, envelope })))
}

const ownKeys = (institution: InstitutionId, administration: Signer, keys: readonly [Signer, KeyUse[]][]) =>
  keys.map(([signer, uses]) =>
    signStatement('signing-key', keyPayload(institution, institution, signer, uses), [administration.key]),
  )

type Joining = Pick<World, 'gateway' | 'taken'> & { readonly centrals: Centrals }

/**
 * A hospital joins the way a real one does (EXCH-14): it applies and is given its access key, two central
 * organisations sign, and then it registers its own people's keys.
 */
export const joinHospital = async (
  { gateway, taken, centrals }: Joining,
  city: string,
): Promise<Hospital> => {
  const [administration, author, doctor, reviewer] = [newSigner(), newSigner(), newSigner(), newSigner()]
  const about = { kind: 'hospital', level: 'tertiary', city: city as Institution['city'] } as const
  const { institution, envelopes } = await onboard(gateway, centrals, administration, about)
  const { signer } = governing(centrals)
  taken.push(...envelopes.map((envelope) => ({ signer, envelope })))
  const keys = ownKeys(institution, administration, [
    [author, ['report']],
    [doctor, ['recognition', 'access', 'referral']],
    [reviewer, ['review']],
  ])
  await insist(gateway, taken, administration, keys)
  return { institution, administration, author, doctor, reviewer }
}

/** The imaging cloud joins: it keeps the log of who looked at which images. */
export const joinCloud = async (
  { gateway, taken, centrals }: Joining,
  city: string,
): Promise<ImagingCloud> => {
  const institution = newInstitutionId(city)
  const [administration, log] = [newSigner(), newSigner()]
  const about = { institution, kind: 'imaging-cloud', city: city as Institution['city'] } as const
  const { signer } = governing(centrals)
  await insist(gateway, taken, signer, registration(centrals, about, administration))
  await insist(gateway, taken, administration, ownKeys(institution, administration, [[log, ['access-log']]]))
  return { institution, log }
}

/** A hospital has seen the person and binds the key that the patient keeps on a device of their own. */
export const bindPatient = async (
  { gateway, taken }: Pick<World, 'gateway' | 'taken'>,
  { institution, administration }: Hospital,
): Promise<Signer> => {
  const patient = newSigner('ES256')
  const { id, algorithm, publicKey } = patient.key
  const binding: PatientKey = {
    issuer: institution,
    issuedAt: now(),
    key: id,
    algorithm,
    publicKey,
    subject: committed('Patient/example'),
    assurance: 'in-person',
    notBefore: now(),
    notAfter: later(year),
  }
  await insist(gateway, taken, administration, [signStatement('patient-key', binding, [administration.key])])
  return patient
}
