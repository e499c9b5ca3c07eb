import type { Words } from '../language.tsx'

/** By what statements are counted and found (explorer/index), in words. */
export const dimensions: Readonly<Record<string, Words>> = {
  type: { zh: '类型', en: 'Type' },
  result: { zh: '结果', en: 'Result' },
  code: { zh: '代码', en: 'Code' },
  outcome: { zh: '内容', en: 'Outcome' },
  reason: { zh: '理由', en: 'Reason' },
  item: { zh: '项目', en: 'Item' },
  institution: { zh: '机构', en: 'Institution' },
  city: { zh: '地市', en: 'City' },
  signer: { zh: '签名密钥（医生或系统）', en: 'Signing key (doctor or system)' },
  day: { zh: '日期', en: 'Day' },
  month: { zh: '月份', en: 'Month' },
  hour: { zh: '时段', en: 'Hour' },
  validation: { zh: '验证', en: 'Validation' },
  client: { zh: '链账户', en: 'Chain account' },
  function: { zh: '合约函数', en: 'Function' },
  from: { zh: '自', en: 'from' },
  to: { zh: '至', en: 'to' },
}

/** Words for each dimension; a statement passes when it has one of them in every dimension named. */
export type Selection = Readonly<Record<string, readonly string[]>>
