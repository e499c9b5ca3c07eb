import { type Dimension, dimensionLabels } from '@huren/explorer-model'
import type { Words } from '../language.tsx'

const labels = new Map<string, Words>(Object.entries(dimensionLabels))

/** What a part of a filter is called: a dimension, or the ends of a period. */
export const dimensionWords = (name: Dimension | string): Words =>
  labels.get(name) ??
  { from: { zh: '自', en: 'from' }, to: { zh: '至', en: 'to' } }[name] ?? { zh: name, en: name }

/** Words for each dimension; a statement passes when it has one of them in every dimension named. */
export type Selection = Readonly<Record<string, readonly string[]>>
