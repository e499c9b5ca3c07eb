import type { StatementRow } from '../store/buckets.ts'
import type { Caller } from './known-key.ts'

/** Statement types of the registry that everybody who is known may read, and the checkpoints of access logs. */
const common = new Set([
  'institution',
  'signing-key',
  'key-revocation',
  'catalogue-item',
  'recognition-rule',
  'reason-dictionary',
  'access-log-checkpoint',
])

/** What an institution may read that knows its random id, without being a party: it cannot recognise a result unseen. */
const byIdForInstitutions = new Set(['report', 'quality-mark'])

/** Central organisations read everything; others what concerns them, and what is common to all. */
export const mayRead = (caller: Caller, { type, parties }: Pick<StatementRow, 'type' | 'parties'>): boolean =>
  caller.role === 'central' || common.has(type) || caller.parties.some((party) => parties.includes(party))

/** Whether a caller who names a statement or record by its id may read it. */
export const mayReadById = (caller: Caller, row: Pick<StatementRow, 'type' | 'parties'>): boolean =>
  mayRead(caller, row) || (caller.role === 'institution' && byIdForInstitutions.has(row.type))
