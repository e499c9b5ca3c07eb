import type { FactTable } from '@huren/explorer-index'
import type { StatementDimension } from '@huren/explorer-model'
import { type FilterQuery, filterOf } from '../filter.ts'
import { daysIn, type Period, periodsComparedWith } from '../period.ts'
import { countAll, countAllOver } from './count-all.ts'
import type { Indicator, Words } from './indicators.ts'

export interface Value {
  readonly numerator: number
  readonly denominator?: number
}

const wordsOf = ({ numerator, denominator }: Indicator) =>
  denominator ? [numerator, denominator] : [numerator]

/** All indicators over one period, from one look at the rows. */
const valuesIn = (
  table: FactTable<StatementDimension>,
  indicators: readonly Indicator[],
  query: FilterQuery,
  scope: Words,
): Value[] => {
  const counts = countAll(table, filterOf(query, {}, scope), indicators.flatMap(wordsOf))
  return indicators.map(({ denominator }) => {
    const numerator = counts.shift() ?? 0
    return { numerator, ...(denominator && { denominator: counts.shift() ?? 0 }) }
  })
}

/** Each indicator in the query's period, with the period before (环比) and the same days a year ago (同比). */
export const indicatorViews = (
  table: FactTable<StatementDimension>,
  indicators: readonly Indicator[],
  query: FilterQuery,
  scope: Words,
) => {
  const during = (when: Partial<Period>) => valuesIn(table, indicators, { ...query, ...when }, scope)
  const now = during({})
  const periods = periodsComparedWith(query)
  const then = periods && during(periods.before)
  const lastYear = periods && during(periods.yearBefore)
  return indicators.map(({ numerator, denominator: _, ...rest }, i) => ({
    ...rest,
    filter: numerator,
    now: now[i],
    ...(then && lastYear && { before: then[i], yearBefore: lastYear[i] }),
  }))
}

/** One day of an indicator's course. */
export interface CourseDay extends Value {
  readonly day: string
}

/** The course, day by day, of each indicator that is drawn (指标展示, PROV-6); a day without statements is there too. */
export const indicatorCourses = (
  table: FactTable<StatementDimension>,
  indicators: readonly Indicator[],
  query: FilterQuery & Period,
  scope: Words,
): { readonly id: string; readonly days: readonly CourseDay[] }[] => {
  const drawn = indicators.filter(({ chart }) => chart)
  const byDay = countAllOver(table, filterOf(query, {}, scope), drawn.flatMap(wordsOf), 'day')
  const days = daysIn(query)
  let place = 0
  return drawn.map(({ id, denominator }) => {
    const [above, below] = [place++, denominator ? place++ : undefined]
    const at = (day: string, i: number) => byDay.get(day)?.[i] ?? 0
    return {
      id,
      days: days.map((day) => ({
        day,
        numerator: at(day, above),
        ...(below !== undefined && { denominator: at(day, below) }),
      })),
    }
  })
}
