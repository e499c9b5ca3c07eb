import Joi from 'joi'
import { stated, statedLabels } from '../core/common.ts'
import { type Commitment, field, type InstitutionId, type RecordId } from '../core/identifiers.ts'
import { type Purpose, purposes } from '../core/purposes.ts'
import { defineRecordType, type Payload } from '../core/record-type.ts'
import { sample, wrong } from '../core/samples.ts'

/** An institution opens a report of another one (共享调阅), under a consent or an emergency access in force. */
export interface Access extends Payload {
  issuer: InstitutionId
  access: RecordId
  report: RecordId
  consent?: RecordId
  emergency?: RecordId
  purpose: Purpose
  subject: Commitment
}

const underConsent: Access = {
  issuer: sample.otherHospital,
  issuedAt: sample.at(22),
  access: sample.recordId(7),
  report: sample.recordId(1),
  consent: sample.recordId(3),
  purpose: 'treatment',
  subject: sample.commitment(8),
}
const { consent: _consent, ...withoutConsent } = underConsent

export const access = defineRecordType<Access>({
  name: 'access',
  family: 'Consent',
  label: { zh: '报告调阅', en: 'Access' },
  authority: { kind: 'institution', use: 'access' },
  schema: Joi.object<Access, true>({
    ...stated,
    access: field.recordId().required(),
    report: field.recordId().required(),
    consent: field.recordId(),
    emergency: field.recordId(),
    purpose: field.code(...purposes).required(),
    subject: field.commitment().required(),
  }).xor('consent', 'emergency'),
  fields: {
    ...statedLabels,
    access: { zh: '调阅标识', en: 'Access' },
    report: { zh: '报告标识', en: 'Report' },
    consent: { zh: '授权标识', en: 'Consent' },
    emergency: { zh: '紧急调阅标识', en: 'Emergency access' },
    purpose: { zh: '用途', en: 'Purpose' },
    subject: { zh: '患者承诺值', en: 'Subject commitment' },
  },
  indexed: ['issuer', 'report', 'consent', 'emergency'],
  valid: [
    { name: 'under a consent', payload: underConsent },
    { name: 'in an emergency', payload: { ...withoutConsent, emergency: sample.recordId(4) } },
  ],
  invalid: wrong(
    underConsent,
    ['under neither', 'consent', { consent: undefined }],
    ['under both', 'consent', { emergency: sample.recordId(4) }],
    ['an unknown purpose', 'purpose', { purpose: 'curiosity' }],
    ['no report', 'report', { report: undefined }],
    ['an e-mail address', 'subject', { subject: 'zhangsan@example.com' }],
    ['the address of a workplace', '', { ip: '10.0.0.1' }],
  ),
})
