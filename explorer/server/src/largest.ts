import type { Count } from '@huren/explorer-index'

/**
 * Counts of the words of the first dimension that have most, the largest word first; each word with all of its groups.
 * @param rows how many words
 * @returns with `left`, how many words are not among them
 */
export const largestRows = (counts: readonly Count[], rows: number) => {
  const totals = new Map<string, number>()
  for (const { key, count } of counts) totals.set(key[0] ?? '', (totals.get(key[0] ?? '') ?? 0) + count)
  const words = [...totals].sort(([, a], [, b]) => b - a).map(([word]) => word)
  const places = new Map(words.slice(0, rows).map((word, place) => [word, place]))
  const placeOf = ({ key }: Count) => places.get(key[0] ?? '')
  return {
    counts: counts
      .filter((each) => placeOf(each) !== undefined)
      .toSorted((a, b) => (placeOf(a) ?? 0) - (placeOf(b) ?? 0)),
    left: words.length - places.size,
  }
}
