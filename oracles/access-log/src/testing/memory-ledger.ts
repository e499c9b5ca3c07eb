import {
  accessLogCheckpoint,
  type Envelope,
  isStatementOf,
  parseEnvelope,
  type StatementId,
} from '@huren/records'
import type { Ledger, LedgerHead } from '../anchor/ledger.ts'
import { verifyConsistency } from '../tree/verify.ts'

const bytes = (hex: string) => Buffer.from(hex, 'hex')

/** A ledger of access logs' checkpoints in memory, with the contract's rule: a checkpoint extends the one before it. */
export class MemoryLedger implements Ledger {
  readonly #heads = new Map<string, LedgerHead>()
  readonly submitted: StatementId[] = []
  /** What is lost: a question before it arrives, or its answer. */
  loses: 'question' | 'answer' | undefined

  async submit(envelope: Envelope) {
    const statement = parseEnvelope(JSON.stringify(envelope))
    this.submitted.push(statement.id)
    if (!isStatementOf(accessLogCheckpoint, statement)) throw new TypeError('not a checkpoint')
    const { log, size, root, previousSize, consistency } = statement.payload
    const head = this.#heads.get(log)
    const isSame = head?.statement === statement.id
    const grows =
      previousSize === (head?.size ?? 0) &&
      (!head || verifyConsistency(head.size, bytes(head.root), size, bytes(root), consistency.map(bytes)))
    if (this.loses === 'question') throw new Error('nobody there')
    if (grows) this.#heads.set(log, { size, root, statement: statement.id })
    if (this.loses === 'answer') throw new Error('no answer')
    const { id } = statement
    if (isSame || grows)
      return { id, stage: 'committed', outcome: isSame ? 'duplicate' : 'committed' } as const
    return { id, stage: 'refused', outcome: 'refused', code: 'log-fork', detail: 'not an extension' } as const
  }

  async head(log: string) {
    return this.#heads.get(log)
  }

  async receipt(id: StatementId) {
    return { of: id }
  }
}
