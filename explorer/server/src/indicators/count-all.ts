import type { FactTable, Filter } from '@huren/explorer-index'
import { type StatementDimension, statementDimensions } from '@huren/explorer-model'
import type { Words } from './indicators.ts'

/** Counts statements for many sets of words in one pass over the rows: a million rows are looked at once, not each time. */
export const countAll = (
  table: FactTable<StatementDimension>,
  filter: Filter<StatementDimension>,
  sets: readonly Words[],
): number[] => {
  const by = statementDimensions.filter((name) => sets.some((words) => words[name]))
  const groups = table.count(filter, by)
  return sets.map((words) =>
    groups
      .filter(({ key }) => by.every((name, i) => words[name]?.includes(key[i] ?? '') ?? true))
      .reduce((sum, { count }) => sum + count, 0),
  )
}

/**
 * The same for each word of one more dimension, such as a day.
 * @returns counts in the order of the sets; a word for which nothing was found is not there
 */
export const countAllOver = (
  table: FactTable<StatementDimension>,
  filter: Filter<StatementDimension>,
  sets: readonly Words[],
  over: StatementDimension,
): Map<string, number[]> => {
  const by = statementDimensions.filter((name) => name !== over && sets.some((words) => words[name]))
  const found = new Map<string, number[]>()
  for (const { key, count } of table.count(filter, [over, ...by])) {
    const [word = '', ...rest] = key
    const counts = found.get(word) ?? sets.map(() => 0)
    sets.forEach((words, i) => {
      const passes =
        (words[over]?.includes(word) ?? true) &&
        by.every((name, place) => words[name]?.includes(rest[place] ?? '') ?? true)
      if (passes) counts[i] = (counts[i] ?? 0) + count
    })
    found.set(word, counts)
  }
  return found
}
