import Joi from 'joi'
import { stated, statedLabels } from '../core/common.ts'
import {
  type Commitment,
  field,
  type InstitutionId,
  type RecordId,
  type StatementId,
} from '../core/identifiers.ts'
import { defineRecordType, type Payload } from '../core/record-type.ts'

/** One step of a referral between two institutions, signed by the side whose turn it is. */
export interface Referral extends Payload {
  issuer: InstitutionId
  referral: RecordId
  step: 'propose' | 'accept' | 'decline' | 'dispatch' | 'receive' | 'return' | 'close'
  from: InstitutionId
  to: InstitutionId
  previous?: StatementId
  subject: Commitment
  documents?: Commitment
  urgency: 'routine' | 'urgent' | 'emergency'
}

export const referral = defineRecordType<Referral>({
  name: 'referral',
  family: 'Referral',
  label: { zh: '双向转诊', en: 'Referral' },
  authority: { kind: 'institution', use: 'referral' },
  schema: Joi.object<Referral, true>({
    ...stated,
    referral: field.recordId().required(),
    step: field.code('propose', 'accept', 'decline', 'dispatch', 'receive', 'return', 'close').required(),
    from: field.institutionId().required(),
    to: field.institutionId().required(),
    previous: field
      .statementId()
      .when('step', { is: 'propose', then: Joi.forbidden(), otherwise: Joi.required() }),
    subject: field.commitment().required(),
    documents: field.commitment(),
    urgency: field.code('routine', 'urgent', 'emergency').required(),
  }),
  fields: {
    ...statedLabels,
    referral: { zh: '转诊标识', en: 'Referral' },
    step: { zh: '步骤', en: 'Step' },
    from: { zh: '转出机构', en: 'From' },
    to: { zh: '转入机构', en: 'To' },
    previous: { zh: '上一步声明', en: 'Previous step' },
    subject: { zh: '患者承诺值', en: 'Subject commitment' },
    documents: { zh: '资料承诺值', en: 'Documents commitment' },
    urgency: { zh: '紧急程度', en: 'Urgency' },
  },
  indexed: ['referral', 'from', 'to', 'step'],
  valid: [],
  invalid: [],
})
