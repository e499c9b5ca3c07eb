import Joi from 'joi'
import { stated, statedLabels } from '../core/common.ts'
import { field, type InstitutionId, type RecordId } from '../core/identifiers.ts'
import { defineRecordType, type Payload } from '../core/record-type.ts'
import { sample, wrong } from '../core/samples.ts'

/** The review that follows an emergency access, by a key other than the one that opened it. */
export interface EmergencyReview extends Payload {
  issuer: InstitutionId
  review: RecordId
  emergency: RecordId
  outcome: 'justified' | 'not-justified'
}

const justified: EmergencyReview = {
  issuer: sample.otherHospital,
  issuedAt: sample.at(23),
  review: sample.recordId(6),
  emergency: sample.recordId(4),
  outcome: 'justified',
}

export const emergencyReview = defineRecordType<EmergencyReview>({
  name: 'emergency-review',
  family: 'Consent',
  label: { zh: '紧急调阅复核', en: 'Emergency review' },
  authority: { kind: 'institution', use: 'review' },
  schema: Joi.object<EmergencyReview, true>({
    ...stated,
    review: field.recordId().required(),
    emergency: field.recordId().required(),
    outcome: field.code('justified', 'not-justified').required(),
  }),
  fields: {
    ...statedLabels,
    review: { zh: '复核标识', en: 'Review' },
    emergency: { zh: '紧急调阅标识', en: 'Emergency access' },
    outcome: { zh: '复核结果', en: 'Outcome' },
  },
  indexed: ['issuer', 'emergency', 'outcome'],
  valid: [
    { name: 'justified', payload: justified },
    { name: 'not justified', payload: { ...justified, outcome: 'not-justified' } },
  ],
  invalid: wrong(
    justified,
    ['no outcome', 'outcome', { outcome: undefined }],
    ['an outcome as truth value', 'outcome', { outcome: true }],
    ['no emergency', 'emergency', { emergency: null }],
    ['an opinion', '', { opinion: '抢救需要' }],
    ['the reviewer by name', 'issuer', { issuer: 'Zhao Liu' }],
  ),
})
