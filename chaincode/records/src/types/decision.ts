import Joi from 'joi'
import { stated, statedLabels } from '../core/common.ts'
import {
  type Commitment,
  field,
  type InstitutionId,
  type ItemCode,
  type ReasonCode,
  type RecordId,
  type StatementId,
} from '../core/identifiers.ts'
import { defineRecordType, type Payload } from '../core/record-type.ts'
import { sample, wrong } from '../core/samples.ts'

/** A doctor's decision on an earlier result: recognised, not recognised with a coded reason, or blocked by the rules. */
export interface Decision extends Payload {
  issuer: InstitutionId
  decision: RecordId
  report: RecordId
  statement: StatementId
  item: ItemCode
  /** The version of the recognition rule in force. */
  rule: number
  outcome: 'recognised' | 'not-recognised' | 'blocked'
  reason?: ReasonCode
  dictionary?: number
  /** Why the rules forbid recognition (互认阻断); the contract checks that it is so. */
  block?: 'withdrawn' | 'expired' | 'quality' | 'level' | 'item-retired' | 'institution-suspended'
  moment: 'visit' | 'order' | 'save' | 'download'
  subject: Commitment
  encounter: Commitment
}

const onlyFor = (outcome: Decision['outcome']) => ({
  is: outcome,
  then: Joi.required(),
  otherwise: Joi.forbidden(),
})

const recognised: Decision = {
  issuer: sample.otherHospital,
  issuedAt: sample.at(22),
  decision: sample.recordId(2),
  report: sample.recordId(1),
  statement: sample.statement(1),
  item: sample.item,
  rule: 1,
  outcome: 'recognised',
  moment: 'order',
  subject: sample.commitment(4),
  encounter: sample.commitment(5),
}

export const decision = defineRecordType<Decision>({
  name: 'decision',
  family: 'Recognition',
  label: { zh: '互认决定', en: 'Recognition decision' },
  authority: { kind: 'institution', use: 'recognition' },
  schema: Joi.object<Decision, true>({
    ...stated,
    decision: field.recordId().required(),
    report: field.recordId().required(),
    statement: field.statementId().required(),
    item: field.itemCode().required(),
    rule: field.version().required(),
    outcome: field.code('recognised', 'not-recognised', 'blocked').required(),
    reason: field.reasonCode().when('outcome', onlyFor('not-recognised')),
    dictionary: field.version().when('outcome', onlyFor('not-recognised')),
    block: field
      .code('withdrawn', 'expired', 'quality', 'level', 'item-retired', 'institution-suspended')
      .when('outcome', onlyFor('blocked')),
    moment: field.code('visit', 'order', 'save', 'download').required(),
    subject: field.commitment().required(),
    encounter: field.commitment().required(),
  }),
  fields: {
    ...statedLabels,
    decision: { zh: '决定标识', en: 'Decision' },
    report: { zh: '报告标识', en: 'Report' },
    statement: { zh: '报告版本声明', en: 'Report version' },
    item: { zh: '互认项目', en: 'Item' },
    rule: { zh: '规则版本', en: 'Rule version' },
    outcome: { zh: '结果', en: 'Outcome' },
    reason: { zh: '不互认理由', en: 'Reason' },
    dictionary: { zh: '理由字典版本', en: 'Reason dictionary version' },
    block: { zh: '阻断原因', en: 'Block' },
    moment: { zh: '触发环节', en: 'Moment' },
    subject: { zh: '患者承诺值', en: 'Subject commitment' },
    encounter: { zh: '就诊承诺值', en: 'Encounter commitment' },
  },
  indexed: ['issuer', 'report', 'item', 'outcome', 'reason'],
  valid: [
    { name: 'recognised when ordering', payload: recognised },
    {
      name: 'not recognised, with a reason of the dictionary',
      payload: { ...recognised, outcome: 'not-recognised', reason: sample.reason, dictionary: 2 },
    },
    {
      name: 'blocked, because it was withdrawn',
      payload: { ...recognised, outcome: 'blocked', block: 'withdrawn' },
    },
  ],
  invalid: wrong(
    recognised,
    ['a reason for recognising', 'reason', { reason: sample.reason }],
    ['not recognised without a reason', 'reason', { outcome: 'not-recognised', dictionary: 1 }],
    [
      'not recognised for a reason in words',
      'reason',
      { outcome: 'not-recognised', reason: '病情变化', dictionary: 1 },
    ],
    ['a reason without its dictionary', 'dictionary', { outcome: 'not-recognised', reason: sample.reason }],
    ['blocked without saying why', 'block', { outcome: 'blocked' }],
    ['recognised and blocked', 'block', { block: 'expired' }],
    ['an item in words', 'item', { item: '血常规' }],
    ['a visit number', 'encounter', { encounter: '202611210001' }],
    ['a doctor by name', '', { doctor: 'Li Si' }],
  ),
})
