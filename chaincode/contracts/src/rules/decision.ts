import { type Decision, decision, type InstitutionId, Refusal } from '@huren/records'
import type { DecisionFact, ItemVersion, ReportFact, RuleVersion } from '../state/facts.ts'
import { keys } from '../state/keys.ts'
import { put, type StateView } from '../state/view.ts'
import { blocksOf, type Situation } from './blocks.ts'
import { institutionAt } from './institutions.ts'
import { knownReport } from './report.ts'
import { defineRule, type Stated } from './rule.ts'
import { inForce } from './versions.ts'

/** A decision about the newest version of a report, under the rule, item and reasons in force when it was taken. */
export const decisionRule = defineRule<Decision, DecisionFact>({
  type: decision,
  entity: (payload) => keys.decision(payload.decision),
  statements: ({ statement }) => [statement],
  async apply(stated, fact, view) {
    const { id, payload } = stated
    if (fact) throw new Refusal('record-exists', 'the decision is on the ledger already', 'decision')
    const report = await knownReport(view, payload.report)
    checkReport(payload, report)
    checkOutcome(payload, await situationOf(stated, report, view))
    if (payload.outcome === 'not-recognised') await checkReason(stated, view)
    const { issuer, outcome } = payload
    return [put(keys.decision(payload.decision), { issuer, report: payload.report, outcome, statement: id })]
  },
})

const checkReport = ({ statement, item, block }: Decision, report: ReportFact) => {
  if (item !== report.item) throw new Refusal('report-mismatch', `the report is about ${report.item}`, 'item')
  if (!report.versions.includes(statement))
    throw new Refusal('statement-unknown', 'the report has no such version', 'statement')
  if (report.status === 'preliminary')
    throw new Refusal('report-not-final', 'the report is still preliminary', 'report')
  if (report.status === 'withdrawn') {
    // Whoever holds a version of a withdrawn report may say that it is blocked, whichever version it is.
    if (block !== 'withdrawn') throw new Refusal('report-withdrawn', 'the report is withdrawn', 'report')
  } else if (statement !== report.versions.at(-1))
    throw new Refusal('statement-superseded', 'a newer version of the report exists', 'statement')
}

const situationOf = async (
  { payload, issuedAt }: Stated<Decision>,
  report: ReportFact,
  view: StateView,
): Promise<Situation> => ({
  report,
  issuedAt,
  rule: await ruleInForce(payload, issuedAt, view),
  item: await itemInForce(payload, issuedAt, view),
  author: await institutionAt(view, report.issuer, issuedAt, 'report'),
  decider: await decidingHospital(payload.issuer, issuedAt, view),
})

const decidingHospital = async (id: InstitutionId, issuedAt: number, view: StateView) => {
  const version = await institutionAt(view, id, issuedAt)
  if (version.kind !== 'hospital')
    throw new Refusal('issuer-mismatch', 'a hospital decides on recognition', 'issuer')
  return { ...version, id }
}

const ruleInForce = async ({ rule }: Decision, issuedAt: number, view: StateView): Promise<RuleVersion> => {
  const version = inForce(await view.get(keys.rule()), issuedAt)
  if (version?.version !== rule)
    throw new Refusal('rule-not-in-force', `version ${version?.version ?? 'none'} was in force`, 'rule')
  return version
}

const itemInForce = async ({ item }: Decision, issuedAt: number, view: StateView): Promise<ItemVersion> => {
  const version = inForce(await view.get(keys.item(item)), issuedAt)
  if (!version) throw new Refusal('not-yet-effective', `${item} is not in force yet`, 'item')
  return version
}

const checkOutcome = ({ outcome, block }: Decision, situation: Situation) => {
  const blocks = blocksOf(situation)
  if (outcome === 'recognised' && blocks.length > 0)
    throw new Refusal('recognition-blocked', `recognition is blocked: ${blocks.join(', ')}`, 'outcome')
  if (outcome === 'blocked' && !blocks.some((standing) => standing === block))
    throw new Refusal(
      'block-unfounded',
      `the ledger knows of no block ${block}; standing: ${blocks.join(', ') || 'none'}`,
      'block',
    )
}

const checkReason = async ({ payload, issuedAt }: Stated<Decision>, view: StateView) => {
  const dictionary = inForce(await view.get(keys.reasons()), issuedAt)
  if (dictionary?.version !== payload.dictionary)
    throw new Refusal(
      'dictionary-not-in-force',
      `version ${dictionary?.version ?? 'none'} was in force`,
      'dictionary',
    )
  if (!dictionary?.reasons.some((reason) => reason === payload.reason))
    throw new Refusal('reason-unknown', 'the dictionary has no such reason', 'reason')
}
