import type { Label } from '@huren/records'

/** By what statements are counted and found. */
export const statementDimensions = [
  'type',
  'result',
  'code',
  'outcome',
  'reason',
  'item',
  'institution',
  'city',
  'signer',
  'moment',
  'delay',
  'day',
  'month',
  'hour',
] as const
export type StatementDimension = (typeof statementDimensions)[number]

/** By what transactions are counted and found (CHAIN-37 to CHAIN-39). */
export const transactionDimensions = ['validation', 'client', 'function', 'day', 'month'] as const
export type TransactionDimension = (typeof transactionDimensions)[number]

export type Dimension = StatementDimension | TransactionDimension

/** How long after it was signed a statement was in a transaction. */
export const delays = ['within-minute', 'within-hour', 'within-day', 'later'] as const
export type Delay = (typeof delays)[number]

/** Dimensions in words. */
export const dimensionLabels: Readonly<Record<Dimension, Label>> = {
  type: { zh: '类型', en: 'Type' },
  result: { zh: '结果', en: 'Result' },
  code: { zh: '代码', en: 'Code' },
  outcome: { zh: '内容', en: 'Outcome' },
  reason: { zh: '理由', en: 'Reason' },
  item: { zh: '项目', en: 'Item' },
  institution: { zh: '机构', en: 'Institution' },
  city: { zh: '地市', en: 'City' },
  signer: { zh: '签名密钥（医生或系统）', en: 'Signing key (doctor or system)' },
  moment: { zh: '触发环节', en: 'Moment' },
  delay: { zh: '签名至上链', en: 'From signature to ledger' },
  day: { zh: '日期', en: 'Day' },
  month: { zh: '月份', en: 'Month' },
  hour: { zh: '时段', en: 'Hour' },
  validation: { zh: '验证', en: 'Validation' },
  client: { zh: '链账户', en: 'Chain account' },
  function: { zh: '合约函数', en: 'Function' },
}
