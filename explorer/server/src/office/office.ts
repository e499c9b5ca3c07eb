import { randomUUID } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Level } from 'level'
import { defaultIndicators, type Indicator } from '../indicators/indicators.ts'
import type { Report } from '../reports/report.ts'
import type { Finding } from '../watch/finding.ts'
import { Findings } from '../watch/findings.ts'
import { defaultRules, type Rule } from '../watch/rules.ts'

/** Who changed what, from what to what: definitions are as accountable as records. */
export interface Change {
  readonly at: string
  readonly account: string
  readonly kind: 'indicator' | 'rule' | 'report'
  readonly id: string
  readonly note: string
  readonly before?: unknown
  readonly after?: unknown
}

const json = { valueEncoding: 'json' } as const
const bucketsOf = (db: Level) => ({
  /** place, two digits -> Indicator; empty while the default set is used */
  indicators: db.sublevel<string, Indicator>('indicators', json),
  /** rule id -> Rule, where it differs from the default */
  rules: db.sublevel<string, Rule>('rules', json),
  /** finding id -> Finding */
  findings: db.sublevel<string, Finding>('findings', json),
  /** report id -> Report */
  reports: db.sublevel<string, Report>('reports', json),
  /** time '/' random -> Change */
  changes: db.sublevel<string, Change>('changes', json),
})

/**
 * What the supervisors themselves keep: definitions, rules, findings, reports. Unlike the index it does not come from
 * the blocks, so it belongs in a backup.
 */
export class Office {
  readonly #db: Level
  readonly buckets: ReturnType<typeof bucketsOf>
  readonly findings: Findings
  readonly #given: readonly Indicator[] | undefined
  /** Those put in place of the default set; each dashboard asks for them each time. */
  #own: readonly Indicator[]

  private constructor(
    db: Level,
    buckets: ReturnType<typeof bucketsOf>,
    findings: Findings,
    { given, own }: { given: readonly Indicator[] | undefined; own: readonly Indicator[] },
  ) {
    this.#db = db
    this.buckets = buckets
    this.findings = findings
    this.#given = given
    this.#own = own
  }

  /** @param given indicators by configuration, in place of the default set */
  static async open(dataDir: string, given?: readonly Indicator[]): Promise<Office> {
    const folder = join(dataDir, 'office')
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const db = new Level(folder)
    await db.open()
    const buckets = bucketsOf(db)
    const own = await buckets.indicators.values().all()
    return new Office(db, buckets, await Findings.open(buckets.findings), { given, own })
  }

  indicators(): { indicators: readonly Indicator[]; areDefault: boolean } {
    if (this.#own.length > 0) return { indicators: this.#own, areDefault: false }
    return { indicators: this.#given ?? defaultIndicators, areDefault: !this.#given }
  }

  /** Puts another set in place; an empty one brings the default set back. */
  async setIndicators(indicators: readonly Indicator[], account: string): Promise<void> {
    const { indicators: before } = this.indicators()
    const change = changeOf({ account, kind: 'indicator', id: '*', note: '', before, after: indicators })
    await this.buckets.indicators.clear()
    await this.buckets.indicators.batch(
      indicators.map((value, i) => ({ type: 'put', key: String(i).padStart(2, '0'), value })),
    )
    this.#own = indicators
    await this.buckets.changes.put(...change)
  }

  /** Every rule: the defaults, as changed here, and those that were added. None can be taken away. */
  async rules(): Promise<Rule[]> {
    const own = new Map((await this.buckets.rules.values().all()).map((rule) => [rule.id, rule]))
    const changed = defaultRules.map((rule) => own.get(rule.id) ?? rule)
    const added = [...own.values()].filter(({ id }) => !defaultRules.some((rule) => rule.id === id))
    return [...changed, ...added]
  }

  /** What each rule was and became, newest first; a rule that nobody has changed has none. */
  async ruleVersions(id?: string): Promise<Change[]> {
    const all = await this.buckets.changes.values({ reverse: true }).all()
    return all.filter((each) => each.kind === 'rule' && (id === undefined || each.id === id))
  }

  async setRule(rule: Rule, account: string, note: string): Promise<void> {
    const before = (await this.rules()).find(({ id }) => id === rule.id)
    await this.buckets.rules.put(rule.id, rule)
    await this.buckets.changes.put(
      ...changeOf({ account, kind: 'rule', id: rule.id, note, ...(before && { before }), after: rule }),
    )
  }

  async setReport(report: Report, account: string): Promise<void> {
    const before = await this.buckets.reports.get(report.id)
    await this.buckets.reports.put(report.id, report)
    await this.buckets.changes.put(
      ...changeOf({
        account,
        kind: 'report',
        id: report.id,
        note: '',
        ...(before && { before }),
        after: report,
      }),
    )
  }

  async removeReport(report: Report, account: string): Promise<void> {
    await this.buckets.reports.del(report.id)
    await this.buckets.changes.put(
      ...changeOf({ account, kind: 'report', id: report.id, note: '', before: report }),
    )
  }

  /** Newest first. @param before only those older than this key */
  async changes(limit: number, before?: string): Promise<({ key: string } & Change)[]> {
    const entries = await this.buckets.changes
      .iterator({ reverse: true, limit, ...(before && { lt: before }) })
      .all()
    return entries.map(([key, change]) => ({ key, ...change }))
  }

  close(): Promise<void> {
    return this.#db.close()
  }
}

const changeOf = (change: Omit<Change, 'at'>): [string, Change] => {
  const at = new Date().toISOString()
  return [`${at}/${randomUUID()}`, { at, ...change }]
}
