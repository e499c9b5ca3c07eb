import type { Envelope, RefusalReason, StatementId } from '@huren/records'
import type { Outcome } from '../queue/entry.ts'
import type { DeadRow, DiscardedRow, RefusedRow, StatementRow } from '../store/buckets.ts'

/** What a submitter is told about one statement. */
export interface StatementAnswer {
  readonly id: StatementId | null
  readonly stage: 'queued' | 'committed' | 'refused' | 'dead'
  readonly outcome?: 'committed' | 'duplicate' | 'refused'
  readonly transaction?: string
  readonly block?: number
  readonly code?: RefusalReason['code'] | DeadRow['cause']['code'] | 'discarded'
  readonly field?: string
  readonly detail?: string
}

/** What a submitter is told about a request: an answer a statement, and the gateway's word for all it accepted. */
export interface Answers {
  readonly results: readonly StatementAnswer[]
  readonly promises: readonly Envelope[]
}

export const queued = (id: StatementId): StatementAnswer => ({ id, stage: 'queued' })

export const final = (id: StatementId, outcome: Outcome): StatementAnswer => ({ id, ...outcome })

/** It lay on the ledger before: the answer tells where. */
export const duplicate = ({ id, transaction, block }: StatementRow): StatementAnswer => ({
  id,
  stage: 'committed',
  outcome: 'duplicate',
  transaction,
  block,
})

export const refused = (
  id: StatementId | null,
  { code, detail, field }: Pick<RefusedRow, 'code' | 'detail' | 'field'>,
): StatementAnswer => ({
  id,
  stage: 'refused',
  outcome: 'refused',
  code,
  detail,
  ...(field !== undefined && { field }),
})

export const dead = ({ id, cause }: DeadRow): StatementAnswer => ({ id, stage: 'dead', ...cause })

export const discarded = (id: StatementId, { at }: DiscardedRow): StatementAnswer => ({
  id,
  stage: 'dead',
  code: 'discarded',
  detail: `its submitter gave it up at ${at}; it is not sent any more`,
})

export const isFinal = ({ stage }: StatementAnswer): boolean => stage !== 'queued'
