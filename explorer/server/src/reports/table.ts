import { dayOf, type FactTable } from '@huren/explorer-index'
import { type StatementDimension, statementDimensions } from '@huren/explorer-model'
import type { Label } from '@huren/records'
import { filterOf } from '../filter.ts'
import type { Indicator, Words } from '../indicators/indicators.ts'
import type { Period } from '../period.ts'
import { mostRows, type ReportDefinition } from './report.ts'

export interface Cell {
  readonly numerator: number
  readonly denominator?: number
}
/** A report's content. */
export interface ReportTable {
  readonly name: string
  readonly period: Period
  readonly by: readonly StatementDimension[]
  readonly measures: readonly {
    readonly id: string
    readonly label: Label
    readonly share: boolean
    /** Which statements it counts among those of a row. */
    readonly counts: Words
  }[]
  readonly rows: readonly { readonly key: readonly string[]; readonly cells: readonly Cell[] }[]
  /** Rows beyond the most that a report holds. */
  readonly left: number
}

const day = 86_400_000

interface Row {
  readonly key: readonly string[]
  readonly cells: { numerator: number; denominator: number }[]
}

const count: Indicator = { id: 'count', label: { zh: '声明数', en: 'Statements' }, numerator: {} }

const periodOf = ({ period }: Pick<ReportDefinition, 'period'>, now: number): Period => {
  if ('from' in period) return period
  const to = dayOf(new Date(now).toISOString())
  return { from: new Date(Date.parse(to) - (period.days - 1) * day).toISOString().slice(0, 10), to }
}

const has = (words: Words, names: readonly StatementDimension[], key: readonly string[]) =>
  names.every((name, i) => words[name]?.includes(key[i] ?? '') ?? true)

/**
 * Makes a report's table in one pass over the rows. @throws RangeError for a measure that is not defined
 * @param now milliseconds since 1970
 */
export const tabulate = (
  table: FactTable<StatementDimension>,
  definition: ReportDefinition,
  indicators: readonly Indicator[],
  scope: Words,
  now: number,
): ReportTable => {
  const known = [count, ...indicators]
  const measures = definition.measures.map((id) => {
    const found = known.find((each) => each.id === id)
    if (!found) throw new RangeError(`没有指标 There is no indicator ${id}`)
    return found
  })
  const period = periodOf(definition, now)
  const sets = measures.flatMap(({ numerator, denominator }) => [
    numerator,
    ...(denominator ? [denominator] : []),
  ])
  const also = statementDimensions.filter((name) => sets.some((words) => words[name]))
  const { by } = definition
  const groups = table.count(filterOf(period, definition.filter, scope), [...by, ...also])
  const rows = new Map<string, Row>()
  for (const { key, count } of groups) {
    const own = key.slice(0, by.length)
    const rest = key.slice(by.length)
    const id = JSON.stringify(own)
    const row = rows.get(id) ?? { key: own, cells: measures.map(() => ({ numerator: 0, denominator: 0 })) }
    rows.set(id, row)
    measures.forEach(({ numerator, denominator }, i) => {
      const cell = row.cells[i]
      if (!cell) return
      if (has(numerator, also, rest)) cell.numerator += count
      if (denominator && has(denominator, also, rest)) cell.denominator += count
    })
  }
  const sorted = [...rows.values()].sort((a, b) => compare(a.key, b.key))
  const amounts = amountsOf(measures)
  if (definition.order === 'largest') sorted.sort((a, b) => firstDifference(amounts(b), amounts(a)))
  const most = definition.rows ?? mostRows
  return {
    name: definition.name,
    period,
    by,
    measures: measures.map(({ id, label, numerator, denominator }) => ({
      ...{ id, label, counts: numerator },
      share: denominator !== undefined,
    })),
    rows: sorted.slice(0, most).map(({ key, cells }) => ({
      key,
      cells: cells.map(({ numerator, denominator }, i) =>
        measures[i]?.denominator ? { numerator, denominator } : { numerator },
      ),
    })),
    left: Math.max(0, sorted.length - most),
  }
}

/** What a row is ranked by: its shares and counts; a share of nothing comes last. */
const amountsOf =
  (measures: readonly Indicator[]) =>
  ({ cells }: Row) =>
    cells.map(({ numerator, denominator }, i) => {
      if (!measures[i]?.denominator) return numerator
      return denominator === 0 ? -1 : numerator / denominator
    })

const firstDifference = (a: readonly number[], b: readonly number[]) =>
  a.map((amount, i) => amount - (b[i] ?? 0)).find((difference) => difference !== 0) ?? 0

const compare = (a: readonly string[], b: readonly string[]) => {
  const i = a.findIndex((word, at) => word !== b[at])
  return i < 0 ? 0 : (a[i] ?? '') < (b[i] ?? '') ? -1 : 1
}
