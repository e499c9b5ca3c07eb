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
