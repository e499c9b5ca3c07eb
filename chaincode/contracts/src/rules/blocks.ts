import type { Decision, InstitutionId } from '@huren/records'
import type { InstitutionVersion, ItemVersion, ReportFact, RuleVersion } from '../state/facts.ts'
import { qualityOf } from './quality-mark.ts'
import { at, days, type Milliseconds } from './time.ts'

export type Block = NonNullable<Decision['block']>

/** Everything that decides whether the rules forbid recognising a report (互认阻断). */
export interface Situation {
  readonly report: ReportFact
  readonly item: ItemVersion
  readonly rule: RuleVersion
  /** The institution that made the report. */
  readonly author: InstitutionVersion
  /** The one that decides; absent for any other within the rule's range. */
  readonly decider?: InstitutionVersion & { readonly id: InstitutionId }
  readonly issuedAt: Milliseconds
}

const levels = ['primary', 'secondary', 'tertiary'] as const

const isBelowLevel = ({ author, rule }: Situation) =>
  !author.level || levels.indexOf(author.level) < levels.indexOf(rule.minimumLevel)
const isOutOfScope = ({ author, decider, rule }: Situation) =>
  decider !== undefined && rule.scope === 'city' && author.city !== decider.city
/** Results of one's own house need no level and no range: they are not somebody else's. */
const isOwn = ({ report, decider }: Situation) => report.issuer === decider?.id

const tests: Readonly<Record<Block, (situation: Situation) => boolean>> = {
  withdrawn: ({ report }) => report.status === 'withdrawn',
  'item-retired': ({ item }) => item.status === 'retired',
  'institution-suspended': ({ author }) => author.status !== 'active',
  level: (situation) => !isOwn(situation) && (isBelowLevel(situation) || isOutOfScope(situation)),
  expired: ({ report, item, issuedAt }) => issuedAt > at(report.performedAt) + days(item.validDays),
  quality: ({ report, rule }) => {
    const quality = qualityOf(report)
    return quality === 'failed' || (rule.qualityRequired && quality !== 'passed')
  },
}
const order = Object.keys(tests) as Block[]

/** The blocks that stand, in a fixed order. */
export const blocksOf = (situation: Situation): readonly Block[] =>
  order.filter((block) => tests[block](situation))
