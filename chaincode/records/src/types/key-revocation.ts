import Joi from 'joi'
import { stated, statedLabels } from '../core/common.ts'
import { field, type Instant, type InstitutionId, type KeyId } from '../core/identifiers.ts'
import { defineRecordType, type Payload } from '../core/record-type.ts'

/** Ends a signing key or a patient key, from a time on. Also accepted as governance, signed by two central organisations. */
export interface KeyRevocation extends Payload {
  issuer: InstitutionId
  key: KeyId
  reason: 'compromised' | 'superseded' | 'ceased'
  /** Statements issued from this moment on are refused. */
  revokedFrom: Instant
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
  valid: [],
  invalid: [],
})
