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
import { laterThan } from '../core/order.ts'
import { defineRecordType, type KeyUse, keyUses, type Payload } from '../core/record-type.ts'
import { sample, wrong } from '../core/samples.ts'

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

const doctor: SigningKey = {
  issuer: sample.hospital,
  issuedAt: sample.at(20),
  institution: sample.hospital,
  ...sample.key('SM2-SM3'),
  uses: ['recognition'],
  notBefore: sample.at(20),
  notAfter: sample.at(30),
  holder: sample.commitment(9),
}
const { holder: _holder, ...withoutHolder } = doctor

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
    notAfter: field.instant().custom(laterThan('notBefore')).required(),
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
  valid: [
    { name: "a doctor's key", payload: doctor },
    {
      name: "a system's key for several uses",
      payload: { ...withoutHolder, ...sample.key('ES256'), uses: ['report', 'access', 'referral'] },
    },
  ],
  invalid: wrong(
    doctor,
    ['no use', 'uses', { uses: [] }],
    ['an unknown use', 'uses.0', { uses: ['everything'] }],
    ['a use twice', 'uses.1', { uses: ['report', 'report'] }],
    ['an algorithm that is none of ours', 'algorithm', { algorithm: 'RS256' }],
    ['a compressed point', 'publicKey', { publicKey: `02${'ab'.repeat(32)}` }],
    ['valid until it begins', 'notAfter', { notAfter: doctor.notBefore }],
    ['the doctor by name', 'holder', { holder: '李四' }],
    ['a private key', '', { privateKey: '1'.repeat(64) }],
  ),
})
