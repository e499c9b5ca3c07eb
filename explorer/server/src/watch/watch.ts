import { createHash } from 'node:crypto'
import { setImmediate as breathe } from 'node:timers/promises'
import { conflict, notFound } from '@hapi/boom'
import { dayOf, type ExplorerIndex } from '@huren/explorer-index'
import type { FoundReport } from '../access-logs/reports.ts'
import type { Office } from '../office/office.ts'
import { evaluate, evaluateReports, firstDay, type Hit } from './evaluate.ts'
import { type Finding, type FindingAction, findingActions, isOpen } from './finding.ts'
import type { Rule } from './rules.ts'

/** Between two looks while blocks come, and when none come, in milliseconds. */
const pause = { busy: 2000, idle: 60_000 }

const drillOf = (rule: Rule, { subject, from, to }: Hit): Finding['drill'] => {
  const selection: Readonly<Record<string, readonly string[] | undefined>> = {
    ...(rule.kind === 'share' && rule.among),
    ...rule.words,
    ...(rule.city && { city: [rule.city] }),
  }
  const words = Object.entries(selection).flatMap(([name, list]) => (list ? [[name, list] as const] : []))
  return { ...Object.fromEntries(words), [rule.by]: [subject], from: [from], to: [to] }
}

const idOf = (rule: Rule, subject: string, first: string) =>
  createHash('sha256')
    .update(JSON.stringify([rule.id, subject, first]))
    .digest('hex')
    .slice(0, 32)

/** Reports of reconciliations in which something does not agree, made on this day (China's) or later, the newest first. */
export type DifferingReports = (since: string) => Promise<readonly FoundReport[]>

/**
 * Looks at the rules whenever there are new blocks, and now and then without. It has no limit at which it gives up; a
 * rule that cannot be evaluated is said as trouble, and the others go on.
 */
export class Watch {
  readonly #index: ExplorerIndex
  readonly #office: Office
  readonly #reports: DifferingReports
  #timer: NodeJS.Timeout | undefined
  /** Whoever changes findings waits for its turn: a look must not undo what somebody did meanwhile. */
  #turn: Promise<unknown> = Promise.resolve()
  #stopped = false
  /** When all rules were last looked at, and what went wrong then. */
  last: { readonly at: string; readonly trouble: readonly string[] } | undefined

  constructor(index: ExplorerIndex, office: Office, reports: DifferingReports = async () => []) {
    this.#index = index
    this.#office = office
    this.#reports = reports
  }

  start(): void {
    this.#index.events.on('advanced', this.#soon)
    this.#plan(pause.busy)
  }

  #soon = () => {
    if (this.#plannedAt > Date.now() + pause.busy) this.#plan(pause.busy)
  }
  #plannedAt = 0

  #plan(delay: number) {
    clearTimeout(this.#timer)
    if (this.#stopped) return
    this.#plannedAt = Date.now() + delay
    this.#timer = setTimeout(() => {
      this.#plannedAt = Number.POSITIVE_INFINITY
      void this.look().finally(() => this.#plan(pause.idle))
    }, delay)
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work)
    this.#turn = done.catch(() => undefined)
    return done
  }

  /** Looks at every rule that is on. @param now milliseconds since 1970 */
  look(now = Date.now()): Promise<void> {
    return this.#inTurn(async () => {
      const trouble: string[] = []
      for (const rule of await this.#office.rules()) {
        if (rule.state === 'off') continue
        try {
          await this.#record(rule, await this.#hits(rule, now), new Date(now).toISOString())
        } catch (error) {
          trouble.push(`${rule.id}: ${error instanceof Error ? error.message : String(error)}`)
        }
        // pages that ask meanwhile do not wait for all the rules
        await breathe()
      }
      this.last = { at: new Date(now).toISOString(), trouble }
    })
  }

  async #hits(rule: Rule, now: number): Promise<Hit[]> {
    if (rule.on !== 'reconciliations') return evaluate(rule, this.#index, now)
    return evaluateReports(rule, await this.#reports(firstDay(rule, now)))
  }

  #record(rule: Rule, hits: readonly Hit[], at: string): Promise<void> {
    const { findings } = this.#office
    const known = findings.bySubject(rule.id)
    const changed = hits.flatMap((hit) => {
      const before = known.get(hit.subject)
      // what was dealt with is found anew only by what came after
      if (before && !isOpen(before.state) && hit.to <= dayOf(before.history.at(-1)?.at ?? at)) return []
      const next = before && isOpen(before.state) ? grown(before, hit, at) : discovered(rule, hit, at)
      return next === before ? [] : [next]
    })
    return findings.put(changed)
  }

  /** @throws Boom 404 when there is no such finding, 409 when the action does not follow from its state */
  act(id: string, account: string, action: FindingAction, note: string, owner?: string): Promise<Finding> {
    return this.#inTurn(async () => {
      const finding = this.#office.findings.get(id)
      if (!finding) throw notFound('没有此发现 There is no such finding')
      if (isOpen(finding.state) === (action === 'reopen') && action !== 'note')
        throw conflict('该步骤与当前状态不符 This step does not follow from its state')
      const state = findingActions[action] ?? finding.state
      const keeper = owner ?? (finding.owner || account)
      const event = { at: new Date().toISOString(), account, action, note, state, owner: keeper }
      const next = { ...finding, state, owner: keeper, history: [...finding.history, event] }
      await this.#office.findings.put([next])
      return next
    })
  }

  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    this.#index.events.off('advanced', this.#soon)
    await this.#turn
  }
}

const grown = (finding: Finding, { measured, rows, from, to }: Hit, at: string): Finding =>
  finding.measured === measured && finding.rows === rows && finding.to === to
    ? finding
    : { ...finding, measured, rows, from, to, last: at, drill: { ...finding.drill, from: [from], to: [to] } }

const discovered = (rule: Rule, hit: Hit, at: string): Finding => ({
  id: idOf(rule, hit.subject, at),
  rule: rule.id,
  ...(rule.city && { city: rule.city }),
  label: rule.label,
  advice: rule.advice,
  by: rule.by,
  on: rule.on,
  drill: drillOf(rule, hit),
  ...hit,
  first: at,
  last: at,
  state: 'discovered',
  owner: '',
  history: [{ at, account: `rule:${rule.id}`, action: 'discover', note: '', state: 'discovered', owner: '' }],
})
