import type { ParsedStatement, StatementId } from '@huren/records'
import { Problem } from '../http/problem.ts'
import type { Metrics } from '../metrics.ts'
import type { Submitter } from '../store/buckets.ts'
import type { Entry } from './entry.ts'
import type { QueueSettings } from './settings.ts'

/** Everything that is not final: how much there is, and how much there may be. */
export class Holding {
  readonly #byId = new Map<StatementId, Entry>()
  readonly #limits: Pick<QueueSettings, 'statements' | 'bytes'>
  readonly #metrics: Metrics
  #bytes = 0

  constructor(limits: Pick<QueueSettings, 'statements' | 'bytes'>, metrics: Metrics) {
    this.#limits = limits
    this.#metrics = metrics
  }

  get size(): number {
    return this.#byId.size
  }

  find(id: StatementId): Entry | undefined {
    return this.#byId.get(id)
  }

  /** Those of one submitter, oldest first. */
  of(submitter: Submitter): Entry[] {
    return [...this.#byId.values()].filter(({ row }) => row.submitter === submitter)
  }

  /** @throws Problem `queue-full` */
  makeRoom(statements: readonly ParsedStatement[]): void {
    const bytes = statements.reduce((sum, { text }) => sum + text.length, 0)
    const full =
      this.#byId.size + statements.length > this.#limits.statements ||
      this.#bytes + bytes > this.#limits.bytes
    if (full)
      throw new Problem(
        'queue-full',
        'too much is waiting for the ledger; nothing of this request was accepted',
        {
          retryAfter: 5,
        },
      )
  }

  add(entry: Entry): void {
    this.#byId.set(entry.row.id, entry)
    this.#bytes += entry.text.length
    this.#gauge()
  }

  /** A statement that was signed anew may have taken the place of an entry: that one stays. */
  remove(entry: Entry): void {
    if (this.#byId.get(entry.row.id) === entry) this.#byId.delete(entry.row.id)
    this.#bytes -= entry.text.length
    this.#gauge()
  }

  #gauge(): void {
    this.#metrics.queued.set(this.#byId.size)
    this.#metrics.queuedBytes.set(this.#bytes)
  }
}
