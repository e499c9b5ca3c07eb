import { type KeyId, parseEnvelope, type StatementId } from '@huren/records'
import type { Logger } from 'pino'
import { Problem } from '../http/problem.ts'
import { type Buckets, type DeadRow, del, put, type Write } from '../store/buckets.ts'
import type { GroupCommit } from '../store/group-commit.ts'
import type { Entry } from './entry.ts'
import type { Queue } from './queue.ts'

/** What could not be delivered: seen, tried again by a timer (EXCH-12) or by hand, never lost. */
export class DeadLetters {
  readonly #buckets: Buckets
  readonly #disk: GroupCommit<Write>
  readonly #queue: Queue
  readonly #log: Logger

  constructor(buckets: Buckets, disk: GroupCommit<Write>, queue: Queue, log: Logger) {
    this.#buckets = buckets
    this.#disk = disk
    this.#queue = queue
    this.#log = log
  }

  async list(mayRead: (row: DeadRow) => boolean): Promise<DeadRow[]> {
    const rows = await this.#buckets.dead.values({ limit: 10_000 }).all()
    return rows.filter(mayRead)
  }

  find(id: StatementId): Promise<DeadRow | undefined> {
    return this.#buckets.dead.get(id)
  }

  /** Puts a dead letter back in line, with a new deadline. @throws Problem `queue-full` */
  async replay(row: DeadRow): Promise<Entry> {
    const [entry] = await this.#queue.accept([parseEnvelope(row.text)], row.submitter, row.replays + 1)
    if (!entry) throw new Problem('replay-needless', 'the statement waits already')
    return entry
  }

  /** Gives a dead letter up at its submitter's word, so that a corrected statement may take its place (EXCH-12). */
  async discard({ id, submitter }: DeadRow, key: KeyId): Promise<void> {
    const row = { submitter, key, at: new Date().toISOString() }
    await this.#disk.write([del(this.#buckets.dead, id), put<'discarded'>(this.#buckets.discarded, id, row)])
    this.#log.warn({ statement: id, key }, 'dead letter given up')
  }

  /** Replays those whose time has come. */
  async replayDue(now: number): Promise<void> {
    for (const row of await this.list(({ replayAt }) => Date.parse(replayAt) <= now))
      await this.replay(row).catch((error: unknown) => {
        if (!(error instanceof Problem)) throw error
        this.#log.warn({ statement: row.id, reason: error.detail }, 'dead letter not replayed yet')
      })
  }

  async count(): Promise<number> {
    return (await this.#buckets.dead.keys().all()).length
  }
}
