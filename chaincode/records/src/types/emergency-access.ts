import Joi from 'joi'
import { stated, statedLabels } from '../core/common.ts'
import {
  type Commitment,
  field,
  type Instant,
  type InstitutionId,
  type RecordId,
} from '../core/identifiers.ts'
import { defineRecordType, type Payload } from '../core/record-type.ts'

/** Opens reports without consent in an emergency (break the glass), for at most 72 hours; a review must follow. */
export interface EmergencyAccess extends Payload {
  issuer: InstitutionId
  emergency: RecordId
  subject: Commitment
  reports: RecordId[]
  reason: 'unconscious' | 'life-threatening' | 'public-health'
  notAfter: Instant
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
    notAfter: field.instant().required(),
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
  valid: [],
  invalid: [],
})
