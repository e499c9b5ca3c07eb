import Joi from 'joi'
import { stated, statedLabels } from '../core/common.ts'
import { field, type Instant, type InstitutionId, type KeyId } from '../core/identifiers.ts'
import { defineRecordType, type Payload } from '../core/record-type.ts'
import { sample, wrong } from '../core/samples.ts'

/** Ends a signing key or a patient key, from a time on. Also accepted as governance, signed by two central organisations. */
export interface KeyRevocation extends Payload {
  issuer: InstitutionId
  key: KeyId
  reason: 'compromised' | 'superseded' | 'ceased'
  /** Statements issued from this moment on are refused. */
  revokedFrom: Instant
}

const compromised: KeyRevocation = {
  issuer: sample.hospital,
  issuedAt: sample.at(22),
  key: sample.key('SM2-SM3').key,
  reason: 'compromised',
  revokedFrom: sample.at(21),
}

export const keyRevocation = defineRecordType<KeyRevocation>({
  name: 'key-revocation',
  family: 'Registry',
  label: { zh: '密钥吊销', en: 'Key revocation' },
  authority: { kind: 'institution', use: 'administration' },
  schema: Joi.object<KeyRevocation, true>({
    ...stated,
    key: field.keyId().required(),
    reason: field.code('compromised', 'superseded', 'ceased').required(),
    revokedFrom: field.instant().required(),
  }),
  fields: {
    ...statedLabels,
    key: { zh: '密钥标识', en: 'Key' },
    reason: { zh: '吊销原因', en: 'Reason' },
    revokedFrom: { zh: '失效时间', en: 'Revoked from' },
  },
  indexed: ['key'],
  valid: [
    { name: 'a key in wrong hands', payload: compromised },
    {
      name: 'a doctor who leaves',
      payload: { ...compromised, reason: 'ceased', revokedFrom: sample.at(30) },
    },
  ],
  invalid: wrong(
    compromised,
    ['no time', 'revokedFrom', { revokedFrom: undefined }],
    ['seconds since 1970', 'revokedFrom', { revokedFrom: 1795248000 }],
    ['the key itself', 'key', { key: sample.key('SM2-SM3').publicKey }],
    ['what happened, in words', 'reason', { reason: 'lost the UKey' }],
    ['a remark', '', { remark: '' }],
  ),
})
