import Joi from 'joi'
import { stated, statedLabels } from '../core/common.ts'
import {
  type Commitment,
  field,
  type Instant,
  type InstitutionId,
  type RecordId,
} from '../core/identifiers.ts'
import { laterThan } from '../core/order.ts'
import { defineRecordType, type Payload } from '../core/record-type.ts'
import { sample, wrong } from '../core/samples.ts'

/** Opens reports without consent in an emergency (break the glass), for at most 72 hours; a review must follow. */
export interface EmergencyAccess extends Payload {
  issuer: InstitutionId
  emergency: RecordId
  subject: Commitment
  reports: RecordId[]
  reason: 'unconscious' | 'life-threatening' | 'public-health'
  notAfter: Instant
}

const unconscious: EmergencyAccess = {
  issuer: sample.otherHospital,
  issuedAt: sample.at(21),
  emergency: sample.recordId(4),
  subject: sample.commitment(7),
  reports: [sample.recordId(1)],
  reason: 'unconscious',
  notAfter: sample.at(22),
}

export const emergencyAccess = defineRecordType<EmergencyAccess>({
  name: 'emergency-access',
  family: 'Consent',
  label: { zh: '紧急调阅', en: 'Emergency access' },
  authority: { kind: 'institution', use: 'access' },
  schema: Joi.object<EmergencyAccess, true>({
    ...stated,
    emergency: field.recordId().required(),
    subject: field.commitment().required(),
    reports: Joi.array().items(field.recordId()).min(1).max(100).unique().required(),
    reason: field.code('unconscious', 'life-threatening', 'public-health').required(),
    notAfter: field.instant().custom(laterThan('issuedAt')).required(),
  }),
  fields: {
    ...statedLabels,
    emergency: { zh: '紧急调阅标识', en: 'Emergency access' },
    subject: { zh: '患者承诺值', en: 'Subject commitment' },
    reports: { zh: '报告', en: 'Reports' },
    reason: { zh: '紧急原因', en: 'Reason' },
    notAfter: { zh: '有效期止', en: 'Not after' },
  },
  indexed: ['issuer', 'emergency'],
  valid: [
    { name: 'an unconscious patient', payload: unconscious },
    {
      name: 'several reports',
      payload: {
        ...unconscious,
        reports: [sample.recordId(1), sample.recordId(5)],
        reason: 'life-threatening',
      },
    },
  ],
  invalid: wrong(
    unconscious,
    ['no report', 'reports', { reports: [] }],
    ['a report twice', 'reports.1', { reports: [sample.recordId(1), sample.recordId(1)] }],
    [
      'more than 100 reports',
      'reports',
      { reports: Array.from({ length: 101 }, (_, n) => sample.recordId(n)) },
    ],
    ['over before it begins', 'notAfter', { notAfter: sample.at(20) }],
    ['a diagnosis', 'reason', { reason: '脑出血' }],
    ['a list that is none', 'reports', { reports: sample.recordId(1) }],
  ),
})
