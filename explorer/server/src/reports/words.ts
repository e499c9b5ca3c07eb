import type { StatementDimension } from '@huren/explorer-model'
import { recordTypeNamed } from '@huren/records'

/** A word of a dimension as people read it; a type by its label, anything else as it is. */
export const wordOf = (dimension: StatementDimension, word: string): string => {
  if (word === '') return '（无）'
  if (dimension !== 'type') return word
  const label = recordTypeNamed(word)?.label
  return label ? `${label.zh} ${label.en}` : word
}
