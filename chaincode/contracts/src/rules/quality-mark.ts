import { type QualityMark, qualityMark, Refusal } from '@huren/records'
import type { InstitutionVersion, ReportFact } from '../state/facts.ts'
import { keys } from '../state/keys.ts'
import { put } from '../state/view.ts'
import { institutionAt } from './institutions.ts'
import { defineRule } from './rule.ts'
import { at, type Milliseconds } from './time.ts'

/** Marks the newest version of a report. Of each scheme the newest mark stands. */
export const qualityMarkRule = defineRule<QualityMark, ReportFact>({
  type: qualityMark,
  entity: (payload) => keys.report(payload.report),
  statements: ({ marked = [] }) => marked,
  async apply({ id, payload, issuedAt }, fact, view) {
    if (!fact) throw new Refusal('report-unknown', 'the report is not on the ledger', 'report')
    checkMarker(payload, fact, await institutionAt(view, payload.issuer, issuedAt))
    checkMarked(payload, fact, issuedAt)
    const { scheme, mark } = payload
    const standing = { mark, issuedAt: payload.issuedAt, version: fact.versions.length }
    const marks = { ...fact.marks, [scheme]: standing }
    return [put(keys.report(payload.report), { ...fact, marks, marked: [...(fact.marked ?? []), id] })]
  },
})

/** Internal quality control is the author's; external assessment (室间质评) is for whoever is not a party. */
const checkMarker = (
  { issuer, scheme }: QualityMark,
  report: ReportFact,
  { kind }: Pick<InstitutionVersion, 'kind'>,
) => {
  if (scheme === 'internal' && issuer !== report.issuer)
    throw new Refusal('issuer-mismatch', 'internal quality control is stated by the author', 'issuer')
  if (scheme !== 'internal' && !['quality-centre', 'city', 'central'].includes(kind))
    throw new Refusal('issuer-mismatch', `a ${kind} does not assess others`, 'issuer')
}

const checkMarked = ({ statement, scheme }: QualityMark, report: ReportFact, issuedAt: Milliseconds) => {
  if (report.status === 'withdrawn')
    throw new Refusal('report-withdrawn', 'the report is withdrawn', 'report')
  if (!report.versions.includes(statement))
    throw new Refusal('statement-unknown', 'the report has no such version', 'statement')
  if (statement !== report.versions.at(-1))
    throw new Refusal('statement-superseded', 'a newer version of the report exists', 'statement')
  const standing = report.marks?.[scheme]
  if (standing && at(standing.issuedAt) > issuedAt)
    throw new Refusal('statement-superseded', `a newer ${scheme} mark stands`, 'issuedAt')
}

/**
 * What quality control says about the newest version: failed when any scheme's standing mark is not passed, also one of
 * an older version (an amendment does not wash it off); passed when an external scheme passed this very version. Nobody
 * passes by internal control alone: it is the author's own word.
 */
export const qualityOf = ({ marks = {}, versions }: ReportFact): 'passed' | 'failed' | 'unmarked' => {
  if (Object.values(marks).some(({ mark }) => mark !== 'passed')) return 'failed'
  const { internal: _, ...external } = marks
  return Object.values(external).some(({ version }) => version === versions.length) ? 'passed' : 'unmarked'
}
