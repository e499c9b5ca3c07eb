import type { Instant, Institution, Report } from '@huren/records'
import type { ReportFact, RuleVersion } from '../state/facts.ts'
import { keys } from '../state/keys.ts'
import type { StateView } from '../state/view.ts'
import { type Block, blocksOf } from './blocks.ts'
import { institutionAt } from './institutions.ts'
import { at, days, type Milliseconds } from './time.ts'
import { inForce } from './versions.ts'

/** Where a report may be recognised (互认范围): by the hospitals of its author's city, or of the province. */
export type Range =
  | { readonly scope: 'city'; readonly city: Institution['city'] }
  | { readonly scope: 'province' }

/** What the rules in force say of a report, before anybody decides on it. */
export interface Recognisable {
  /** The recognition mark (互认标识): it meets the demands on quality, and no block stands. */
  readonly mark: 'HR' | null
  readonly range: Range | null
  readonly status: Report['status']
  /** The last moment at which it may be recognised; none while rule or item are not in force. */
  readonly until: Instant | null
  readonly blocks: readonly Block[]
}

const rangeOf = ({ scope }: RuleVersion, { city }: Pick<Institution, 'city'>): Range =>
  scope === 'city' ? { scope, city } : { scope }

/** A decision within the range, at that moment, under the rule and item then in force, would find the same blocks. */
export const recognisableAt = async (
  view: StateView,
  report: ReportFact,
  now: Milliseconds,
): Promise<Recognisable> => {
  const { status } = report
  const rule = inForce(await view.get(keys.rule()), now)
  const item = inForce(await view.get(keys.item(report.item)), now)
  if (!rule || !item) return { mark: null, range: null, status, until: null, blocks: [] }
  const author = await institutionAt(view, report.issuer, now, 'report')
  const blocks = blocksOf({ report, item, rule, author, issuedAt: now })
  const isMarked = status !== 'preliminary' && blocks.length === 0
  return {
    mark: isMarked ? 'HR' : null,
    range: isMarked ? rangeOf(rule, author) : null,
    status,
    until: new Date(at(report.performedAt) + days(item.validDays)).toISOString() as Instant,
    blocks,
  }
}
