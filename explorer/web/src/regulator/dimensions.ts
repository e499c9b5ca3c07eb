import { type Dimension, dimensionLabels } from '@huren/explorer-model'
import type { Words } from '../language.tsx'

const labels = new Map<string, Words>(Object.entries(dimensionLabels))

/** What a part of a filter is called: a dimension, or the ends of a period. */
export const dimensionWords = (name: Dimension | string): Words =>
  labels.get(name) ??
  { from: { zh: '自', en: 'from' }, to: { zh: '至', en: 'to' } }[name] ?? { zh: name, en: name }

/** Words for each dimension; a statement passes when it has one of them in every dimension named. */
export type Selection = Readonly<Record<string, readonly string[]>>

/** What passes all of them; undefined where nothing can. */
export const narrowed = (...selections: readonly Selection[]): Selection | undefined => {
  const all: Record<string, readonly string[]> = {}
  for (const [name, words] of selections.flatMap((each) => Object.entries(each)))
    all[name] = all[name]?.filter((word) => words.includes(word)) ?? words
  return Object.values(all).some((words) => words.length === 0) ? undefined : all
}
