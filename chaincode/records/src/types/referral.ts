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
import { sample, wrong } from '../core/samples.ts'

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

const proposal: Referral = {
  issuer: sample.hospital,
  issuedAt: sample.at(21),
  referral: sample.recordId(9),
  step: 'propose',
  from: sample.hospital,
  to: sample.otherHospital,
  subject: sample.commitment(11),
  urgency: 'routine',
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
    to: field.institutionId().invalid(Joi.ref('from')).required(),
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
  valid: [
    { name: 'a proposal', payload: proposal },
    {
      name: 'an acceptance with documents',
      payload: {
        ...proposal,
        issuer: sample.otherHospital,
        step: 'accept',
        previous: sample.statement(9),
        documents: sample.commitment(12),
      },
    },
  ],
  invalid: wrong(
    proposal,
    ['a proposal that follows something', 'previous', { previous: sample.statement(9) }],
    ['a step that follows nothing', 'previous', { step: 'accept' }],
    ['to itself', 'to', { to: sample.hospital }],
    ['a step that there is not', 'step', { step: 'forget' }],
    ['a sentence', 'documents', { documents: '患者三天前开始发热' }],
    ['no urgency', 'urgency', { urgency: undefined }],
    ['a diagnosis', '', { diagnosis: 'I63.9' }],
  ),
})
