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
import { defineRecordType, type Payload } from '../core/record-type.ts'
import { sample, wrong } from '../core/samples.ts'

/** An institution that has seen the person states that this key is theirs; the person is committed, never named. */
export interface PatientKey extends Payload {
  issuer: InstitutionId
  key: KeyId
  algorithm: Algorithm
  publicKey: PublicKeyHex
  subject: Commitment
  assurance: 'in-person' | 'online'
  notBefore: Instant
  notAfter: Instant
  /** A lost key of the same person; it is revoked from `notBefore` on. */
  replaces?: KeyId
}

const binding: PatientKey = {
  issuer: sample.hospital,
  issuedAt: sample.at(20),
  ...sample.key('ES256'),
  subject: sample.commitment(10),
  assurance: 'in-person',
  notBefore: sample.at(20),
  notAfter: sample.at(30),
}

export const patientKey = defineRecordType<PatientKey>({
  name: 'patient-key',
  family: 'Registry',
  label: { zh: '患者密钥绑定', en: 'Patient key binding' },
  authority: { kind: 'institution', use: 'administration' },
  schema: Joi.object<PatientKey, true>({
    ...stated,
    key: field.keyId().required(),
    algorithm: field.code(...algorithms).required(),
    publicKey: field.publicKey().required(),
    subject: field.commitment().required(),
    assurance: field.code('in-person', 'online').required(),
    notBefore: field.instant().required(),
    notAfter: field.instant().custom(laterThan('notBefore')).required(),
    replaces: field.keyId().invalid(Joi.ref('key')),
  }),
  fields: {
    ...statedLabels,
    key: { zh: '密钥标识', en: 'Key' },
    algorithm: { zh: '算法', en: 'Algorithm' },
    publicKey: { zh: '公钥', en: 'Public key' },
    subject: { zh: '患者承诺值', en: 'Subject commitment' },
    assurance: { zh: '核验方式', en: 'Assurance' },
    notBefore: { zh: '有效期起', en: 'Not before' },
    notAfter: { zh: '有效期止', en: 'Not after' },
    replaces: { zh: '替换的密钥', en: 'Replaces' },
  },
  indexed: ['issuer', 'key'],
  valid: [
    { name: 'bound at the desk', payload: binding },
    {
      name: 'in place of a lost key',
      payload: { ...binding, assurance: 'online', replaces: sample.key('SM2-SM3').key },
    },
  ],
  invalid: wrong(
    binding,
    ['an identity number as the subject', 'subject', { subject: '110105194912310021' }],
    ['an unhashed name as the subject', 'subject', { subject: '张三' }],
    ['no assurance', 'assurance', { assurance: undefined }],
    ['replaces itself', 'replaces', { replaces: binding.key }],
    ['expires before it is valid', 'notAfter', { notAfter: sample.at(19) }],
    ['a telephone number', '', { phone: '13800138000' }],
  ),
})
