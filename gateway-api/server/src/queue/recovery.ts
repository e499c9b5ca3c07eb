import pRetry from 'p-retry'
import type { Logger } from 'pino'
import { describe } from '../ledger/failure.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Projection } from '../projection/projection.ts'
import type { Buckets } from '../store/buckets.ts'
import type { Entry, Outcome } from './entry.ts'
import type { Queue } from './queue.ts'

/** Milliseconds to wait for a transaction that was on its way when the gateway stopped. */
const patience = 3000

/**
 * After a stop, of whatever kind: finds out what became of the statements in the queue before anything is sent again.
 * Transactions of unknown fate are asked for; then what the blocks hold is final, and the rest goes in line. Should
 * one of those be committed after all, the contract answers `duplicate`.
 */
export class Recovery {
  readonly #queue: Queue
  readonly #ledger: Ledger
  readonly #projection: Projection
  readonly #buckets: Buckets
  readonly #log: Logger

  constructor(queue: Queue, ledger: Ledger, projection: Projection, buckets: Buckets, log: Logger) {
    this.#queue = queue
    this.#ledger = ledger
    this.#projection = projection
    this.#buckets = buckets
    this.#log = log
  }

  /** Tries until the ledger answers. */
  async run(entries: readonly Entry[], signal: AbortSignal): Promise<void> {
    await pRetry(() => this.#settle(entries), {
      retries: Number.POSITIVE_INFINITY,
      minTimeout: 200,
      maxTimeout: 5000,
      signal,
      onFailedAttempt: ({ error }) =>
        this.#log.warn({ reason: describe(error) }, 'recovery waits for the ledger'),
    })
    this.#queue.start()
  }

  async #settle(entries: readonly Entry[]): Promise<void> {
    if (entries.length === 0) return
    for (const transaction of await this.#buckets.flights.keys().all()) await this.#land(transaction)
    await this.#projection.catchUp()
    const rows = await this.#buckets.statements.getMany(entries.map(({ row }) => row.id))
    const committed = entries.filter((_, index) => rows[index])
    const outcomes = rows
      .filter((row) => row !== undefined)
      .map(
        ({ transaction, block }): Outcome => ({
          stage: 'committed',
          outcome: 'committed',
          transaction,
          block,
        }),
      )
    await this.#queue.finish(committed, outcomes)
    const open = entries.filter((_, index) => !rows[index])
    this.#log.info({ committed: committed.length, open: open.length }, 'queue restored')
    this.#queue.enqueue(open)
  }

  async #land(transaction: string): Promise<void> {
    const known = await this.#buckets.transactions.get(transaction)
    if (!known) await this.#ledger.fate(transaction, patience)
    await this.#buckets.flights.del(transaction)
  }
}
