import { dayOf, type ExplorerIndex, type FactTable } from '@huren/explorer-index'
import type { StatementDimension, TransactionDimension } from '@huren/explorer-model'
import type { ReportSummary } from '../access-logs/reports.ts'
import type { Rule } from './rules.ts'

/** What a rule found about one subject. */
export interface Hit {
  /** A word of the rule's dimension: an institution, a key, a client. */
  readonly subject: string
  /** What was measured, and what the rule allows: shares, times or rows. */
  readonly measured: number
  readonly allowed: number
  readonly rows: number
  readonly from: string
  readonly to: string
}

const day = 86_400_000
const shift = (date: string, days: number) =>
  new Date(Date.parse(date) + days * day).toISOString().slice(0, 10)

type Selection = Readonly<Record<string, readonly string[] | undefined>>
type Tests = Readonly<Record<string, (word: string) => boolean>>

const testsOf = (words: Selection, except: Selection, from: string, to: string): Tests => {
  const tests: Record<string, (word: string) => boolean> = {}
  for (const name of new Set([...Object.keys(words), ...Object.keys(except)]))
    tests[name] = (word) => (words[name]?.includes(word) ?? true) && !except[name]?.includes(word)
  return { ...tests, day: (word) => from <= word && word <= to }
}

type Table = FactTable<StatementDimension> | FactTable<TransactionDimension>

/** The first day that a rule looks at. @param now milliseconds since 1970 */
export const firstDay = ({ days }: Pick<Rule, 'days'>, now: number): string =>
  shift(dayOf(new Date(now).toISOString()), 1 - days)

/**
 * Institutions whose newest report with differences says that so many accesses do not agree. A report covers all that
 * came before it, so that older ones are not added to it.
 * @param reports the newest first
 */
export const evaluateReports = (
  { least }: Pick<Rule, 'least'>,
  reports: readonly Pick<ReportSummary, 'institution' | 'issuedAt' | 'counts'>[],
): Hit[] => {
  const newest = new Map(reports.toReversed().map((report) => [report.institution, report]))
  return [...newest.values()].flatMap(({ institution, issuedAt, counts }) => {
    const rows = Object.values(counts).reduce((sum, count) => sum + count, 0)
    const on = dayOf(issuedAt)
    return rows >= least
      ? [{ subject: institution, measured: rows, allowed: least, rows, from: on, to: on }]
      : []
  })
}

/** Rows for each subject. */
const rowsBySubject = (table: Table, tests: Tests, by: Rule['by']): Map<string, number> => {
  // the rule's schema lets only dimensions of its own table through
  const counts = (table as FactTable<Rule['by']>).count(tests, [by])
  return new Map(counts.map(({ key, count }) => [key[0] ?? '', count]))
}

const both = (a: Selection, b: Selection): Selection => {
  const names = new Set([...Object.keys(a), ...Object.keys(b)])
  const of = (name: string) => {
    const [left, right] = [a[name], b[name]]
    return left && right ? left.filter((word) => right.includes(word)) : (left ?? right)
  }
  return Object.fromEntries([...names].map((name) => [name, of(name)]))
}

/**
 * What a rule finds today. There is no largest number of subjects: however many are unusual, all of them are found.
 * @param now milliseconds since 1970; days are days in China
 */
export const evaluate = (rule: Rule, index: ExplorerIndex, now: number): Hit[] => {
  const to = dayOf(new Date(now).toISOString())
  const from = shift(to, 1 - rule.days)
  const table: Table = rule.on === 'statements' ? index.statements : index.transactions
  const place: Selection = rule.city ? { city: [rule.city] } : {}
  const rows = (words: Selection, first = from, last = to) =>
    rowsBySubject(table, testsOf(both(words, place), rule.except ?? {}, first, last), rule.by)
  const hits: Hit[] = []
  const found = (subject: string, measured: number, allowed: number, count: number, first = from) => {
    if (subject !== '') hits.push({ subject, measured, allowed, rows: count, from: first, to })
  }
  if (rule.kind === 'volume')
    for (const [subject, count] of rows(rule.words))
      if (count >= rule.least) found(subject, count, rule.least, count)
  if (rule.kind === 'share') {
    const having = rows(both(rule.words, rule.among))
    for (const [subject, among] of rows(rule.among)) {
      const count = having.get(subject) ?? 0
      if (among >= rule.least && count / among >= rule.atLeast)
        found(subject, count / among, rule.atLeast, count)
    }
  }
  if (rule.kind === 'burst') {
    const before = rows(rule.words, from, shift(to, -1))
    for (const [subject, today] of rows(rule.words, to, to)) {
      const average = (before.get(subject) ?? 0) / Math.max(1, rule.days - 1)
      const times = today / Math.max(1, average)
      if (today >= rule.least && times >= rule.times) found(subject, times, rule.times, today, to)
    }
  }
  if (rule.kind === 'balance') {
    const [left, right] = [rows(rule.words), rows(rule.against)]
    for (const subject of new Set([...left.keys(), ...right.keys()])) {
      const [a, b] = [left.get(subject) ?? 0, right.get(subject) ?? 0]
      const difference = Math.abs(a - b) / Math.max(1, a, b)
      if (Math.max(a, b) >= rule.least && difference > rule.tolerance)
        found(subject, difference, rule.tolerance, Math.abs(a - b))
    }
  }
  return hits
}
