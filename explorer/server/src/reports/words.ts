import type { StatementDimension } from '@huren/explorer-index'
import { type Label, recordTypeNamed } from '@huren/records'

/** Dimensions in words, for headings of files. */
export const dimensionLabels: Readonly<Record<StatementDimension, Label>> = {
  type: { zh: '类型', en: 'Type' },
  result: { zh: '结果', en: 'Result' },
  code: { zh: '代码', en: 'Code' },
  outcome: { zh: '内容', en: 'Outcome' },
  reason: { zh: '理由', en: 'Reason' },
  item: { zh: '项目', en: 'Item' },
  institution: { zh: '机构', en: 'Institution' },
  city: { zh: '地市', en: 'City' },
  signer: { zh: '签名密钥', en: 'Signing key' },
  day: { zh: '日期', en: 'Day' },
  month: { zh: '月份', en: 'Month' },
  hour: { zh: '时段', en: 'Hour' },
}

/** A word of a dimension as people read it; a type by its label, anything else as it is. */
export const wordOf = (dimension: StatementDimension, word: string): string => {
  if (word === '') return '（无）'
  if (dimension !== 'type') return word
  const label = recordTypeNamed(word)?.label
  return label ? `${label.zh} ${label.en}` : word
}
