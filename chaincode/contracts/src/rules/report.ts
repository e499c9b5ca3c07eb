import { type RecordId, Refusal, type Report, report } from '@huren/records'
import type { ReportFact } from '../state/facts.ts'
import { keys } from '../state/keys.ts'
import { put, type StateView } from '../state/view.ts'
import { defineRule, type Stated } from './rule.ts'
import { at } from './time.ts'
import { inForce } from './versions.ts'

/** What may follow what: nothing takes a report back to preliminary, nothing follows a withdrawal. */
const successors: Readonly<Record<Report['status'], readonly Report['status'][]>> = {
  preliminary: ['preliminary', 'final', 'withdrawn'],
  final: ['amended', 'withdrawn'],
  amended: ['amended', 'withdrawn'],
  withdrawn: [],
}

/** One chain of versions per report, by one hospital, about one item: no version is replaced in silence. */
export const reportRule = defineRule<Report, ReportFact>({
  type: report,
  entity: (payload) => keys.report(payload.report),
  statements: ({ versions, marked = [] }) => [...versions, ...marked],
  async apply(stated, fact, view) {
    const { id, payload } = stated
    if (fact) checkSuccessor(stated, fact)
    else await checkFirst(stated, view)
    const { issuer, item, status, performedAt } = payload
    const [statedAt, versions] = [fact?.statedAt ?? payload.issuedAt, [...(fact?.versions ?? []), id]]
    return [
      put(keys.report(payload.report), { ...fact, issuer, item, status, performedAt, statedAt, versions }),
    ]
  },
})

/** A chain begins with an item of the catalogue. One that stands goes on, whatever becomes of its item. */
const checkFirst = async ({ payload: { version, item }, issuedAt }: Stated<Report>, view: StateView) => {
  if (version !== 1) throw new Refusal('version-conflict', 'the first version is 1', 'version')
  const known = await view.get(keys.item(item))
  if (!known) throw new Refusal('item-unknown', `${item} is not in the catalogue`, 'item')
  if (inForce(known, issuedAt)?.status === 'retired')
    throw new Refusal('item-retired', `${item} is no longer in the catalogue`, 'item')
}

const checkSuccessor = ({ payload }: Stated<Report>, fact: ReportFact) => {
  const next = fact.versions.length + 1
  if (payload.version === 1) throw new Refusal('record-exists', 'the report has its first version', 'report')
  if (payload.issuer !== fact.issuer)
    throw new Refusal('issuer-mismatch', `only ${fact.issuer} states versions of this report`, 'issuer')
  if (fact.status === 'withdrawn')
    throw new Refusal('report-withdrawn', 'nothing follows a withdrawal', 'report')
  if (payload.version !== next)
    throw new Refusal('version-conflict', `the next version is ${next}`, 'version')
  if (payload.supersedes !== fact.versions.at(-1))
    throw new Refusal('statement-superseded', 'supersedes must name the newest version', 'supersedes')
  if (payload.item !== fact.item)
    throw new Refusal('report-mismatch', `the report is about ${fact.item}`, 'item')
  if (at(payload.performedAt) > at(fact.statedAt))
    throw new Refusal(
      'report-mismatch',
      `performed after the first version, of ${fact.statedAt}`,
      'performedAt',
    )
  if (!successors[fact.status].includes(payload.status))
    throw new Refusal('version-conflict', `${payload.status} does not follow ${fact.status}`, 'status')
}

/** @throws Refusal `report-unknown` */
export const knownReport = async (view: StateView, id: RecordId): Promise<ReportFact> => {
  const fact = await view.get(keys.report(id))
  if (!fact) throw new Refusal('report-unknown', 'the report is not on the ledger', 'report')
  return fact
}
