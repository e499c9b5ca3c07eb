import Joi from 'joi'
import { stated, statedLabels } from '../core/common.ts'
import {
  type Commitment,
  field,
  type Instant,
  type InstitutionId,
  type KeyId,
  type PublicKeyHex,
} from '../core/identifiers.ts'
import { type Algorithm, algorithms } from '../core/key.ts'
import { defineRecordType, type KeyUse, keyUses, type Payload } from '../core/record-type.ts'

/** A key with which an institution, one of its systems or one of its doctors signs. The first key of an institution is registered by the central organisations, later ones by the institution's own administration key. */
export interface SigningKey extends Payload {
  issuer: InstitutionId
  institution: InstitutionId
  key: KeyId
  algorithm: Algorithm
  publicKey: PublicKeyHex
  uses: KeyUse[]
  notBefore: Instant
  notAfter: Instant
  /** The doctor or system that holds the key, committed. */
  holder?: Commitment
}

export const signingKey = defineRecordType<SigningKey>({
  name: 'signing-key',
  family: 'Registry',
  label: { zh: '签名密钥登记', en: 'Signing key' },
  authority: { kind: 'institution', use: 'administration' },
  schema: Joi.object<SigningKey, true>({
    ...stated,
    institution: field.institutionId().required(),
    key: field.keyId().required(),
    algorithm: field.code(...algorithms).required(),
    publicKey: field.publicKey().required(),
    uses: Joi.array()
      .items(field.code(...keyUses))
      .min(1)
      .unique()
      .required(),
    notBefore: field.instant().required(),
    notAfter: field.instant().required(),
    holder: field.commitment(),
  }),
  fields: {
    ...statedLabels,
    institution: { zh: '所属机构', en: 'Institution' },
    key: { zh: '密钥标识', en: 'Key' },
    algorithm: { zh: '算法', en: 'Algorithm' },
    publicKey: { zh: '公钥', en: 'Public key' },
    uses: { zh: '用途', en: 'Uses' },
    notBefore: { zh: '有效期起', en: 'Not before' },
    notAfter: { zh: '有效期止', en: 'Not after' },
    holder: { zh: '持有人承诺值', en: 'Holder commitment' },
  },
  indexed: ['institution', 'key'],
  valid: [],
  invalid: [],
})
