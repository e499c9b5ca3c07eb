import {
  type Erasure,
  erasure,
  type InstitutionId,
  type RecordId,
  Refusal,
  type StatementId,
} from '@huren/records'
import type { ErasureFact, KeyFact } from '../state/facts.ts'
import { keys } from '../state/keys.ts'
import { put, type StateView } from '../state/view.ts'
import { ownerOf } from './institutions.ts'
import { takerOf } from './referral.ts'
import { defineRule } from './rule.ts'

/** An institution states that it has destroyed salt or record of its own statement; once per statement. */
export const erasureRule = defineRule<Erasure, ErasureFact>({
  type: erasure,
  entity: (payload) => keys.erasure(payload.target),
  statements: ({ statement }) => [statement],
  async apply({ id, payload }, fact, view) {
    const { target, record, key, issuer, erased, reason } = payload
    if (fact) throw new Refusal('already-erased', 'the erasure of this statement is stated already', 'target')
    const author = await authorOf(payload, view)
    if (!author) throw new Refusal('target-unknown', 'there is no such statement by an institution', 'target')
    if (author !== issuer)
      throw new Refusal('issuer-mismatch', `only the author ${author} states this erasure`, 'issuer')
    const of = key ? { key } : record ? { record } : {}
    return [put(keys.erasure(target), { issuer, ...of, erased, reason, statement: id })]
  },
})

const authorOf = async ({ target, record, key }: Erasure, view: StateView) => {
  if (record) return authorOfRecord(target, record, view)
  return key && holderOf(target, await view.get(keys.key(key)))
}

/** A key's first statement is its registration: its institution keeps the opening of whose key it is. */
const holderOf = (target: StatementId, fact: KeyFact | undefined) =>
  fact?.statements[0] === target ? ownerOf(fact) : undefined

/** Who stated the target, when it is one of the record's statements; the kinds of record are tried in a fixed order. */
const authorOfRecord = async (
  target: StatementId,
  record: RecordId,
  view: StateView,
): Promise<InstitutionId | undefined> => {
  const report = await view.get(keys.report(record))
  if (report?.versions.includes(target)) return report.issuer
  for (const key of [keys.decision, keys.access, keys.emergency]) {
    const fact = await view.get<{ issuer: InstitutionId; statement: StatementId }>(key(record))
    if (fact?.statement === target) return fact.issuer
  }
  const referral = await view.get(keys.referral(record))
  return referral && takerOf(referral, referral.statements.indexOf(target))
}
