import { type ParsedStatement, parseEnvelope, type StatementId } from '@huren/records'
import type { Logger } from 'pino'
import { Problem } from '../http/problem.ts'
import type { Metrics } from '../metrics.ts'
import {
  type Buckets,
  type Database,
  del,
  put,
  type QueuedRow,
  type Submitter,
  sequenceKey,
  type Write,
} from '../store/buckets.ts'
import type { GroupCommit } from '../store/group-commit.ts'
import { nextBatch } from './batch.ts'
import { type Delivery, Undeliverable } from './delivery.ts'
import { Entry, type Outcome } from './entry.ts'
import { deadRow, deadWrites, finalWrites } from './final.ts'
import { footprintOf, Occupied } from './footprint.ts'
import { Holding } from './holding.ts'
import type { QueueSettings } from './settings.ts'

/**
 * The life of a statement here: written to the disk, promised, sent in a batch, final. Nothing is acknowledged before
 * it is on the disk, nothing leaves the disk before it is final, and what cannot be delivered becomes a dead letter.
 */
export class Queue {
  readonly #db: Database
  readonly #buckets: Buckets
  readonly #disk: GroupCommit<Write>
  readonly #delivery: Delivery
  readonly #settings: QueueSettings
  readonly #metrics: Metrics
  readonly #log: Logger
  readonly #waiting = new Map<number, Entry>()
  readonly #flying = new Set<Entry>()
  /** What those that fly read and write. */
  readonly #occupied = new Occupied()
  /** Ids of dead letters: few, so that each new statement need not ask the disk. */
  readonly #dead = new Set<string>()
  readonly #holding: Holding
  readonly #batches = new Set<Promise<void>>()
  #sequence = 0
  #timer: NodeJS.Timeout | undefined
  #open = false
  #stopped = false

  constructor(parts: {
    db: Database
    buckets: Buckets
    disk: GroupCommit<Write>
    delivery: Delivery
    settings: QueueSettings
    metrics: Metrics
    log: Logger
  }) {
    this.#db = parts.db
    this.#buckets = parts.buckets
    this.#disk = parts.disk
    this.#delivery = parts.delivery
    this.#settings = parts.settings
    this.#holding = new Holding(parts.settings, parts.metrics)
    this.#metrics = parts.metrics
    this.#log = parts.log
  }

  get size(): number {
    return this.#holding.size
  }

  /** Statements that are on the disk and not final, oldest first: read once, at the start. */
  async restore(): Promise<readonly Entry[]> {
    const entries: Entry[] = []
    for await (const [key, row] of this.#buckets.queue.iterator())
      entries.push(new Entry(Number(key), row, footprintOf(parseEnvelope(row.text))))
    for (const entry of entries) {
      this.#holding.add(entry)
      entry.isDurable(Promise.resolve())
    }
    for await (const id of this.#buckets.dead.keys()) this.#dead.add(id)
    this.#sequence = entries.at(-1)?.sequence ?? 0
    return entries
  }

  /** From now on batches leave: after it is known what became of those that were on their way at the last stop. */
  start(): void {
    this.#open = true
    this.#pump()
  }

  /**
   * Takes statements in order, all or none; resolves when they are on the disk.
   * A statement that waits already is not taken twice.
   * @throws Problem `queue-full`
   */
  async accept(statements: readonly ParsedStatement[], submitter: Submitter, replays = 0): Promise<Entry[]> {
    if (this.#stopped) throw new Problem('stopping', 'the gateway is being stopped', { retryAfter: 10 })
    this.#holding.makeRoom(statements)
    const now = Date.now()
    const fresh: Entry[] = []
    const entries = statements.map((statement) => {
      const known = this.#holding.find(statement.id)
      if (known?.text === statement.text) return known
      const row: QueuedRow = {
        id: statement.id,
        family: statement.type.family,
        text: statement.text,
        submitter,
        receivedAt: new Date(now).toISOString(),
        deadline: new Date(now + this.#settings.deadline).toISOString(),
        replays,
      }
      const entry = new Entry(++this.#sequence, row, footprintOf(statement))
      this.#holding.add(entry)
      fresh.push(entry)
      return entry
    })
    this.#persist(fresh)
    await Promise.all(entries.map(({ durable }) => durable))
    return entries
  }

  #persist(fresh: readonly Entry[]): void {
    if (fresh.length === 0) return
    const writes = fresh.flatMap(({ sequence, row }) => [
      put<'queue'>(this.#buckets.queue, sequenceKey(sequence), row),
      ...(this.#dead.has(row.id) ? [del(this.#buckets.dead, row.id)] : []),
    ])
    const written = this.#disk.write(writes).then(
      () => {
        for (const { row } of fresh) this.#dead.delete(row.id)
        this.enqueue(fresh)
      },
      (error: unknown) => {
        for (const entry of fresh) this.#release(entry)
        throw error
      },
    )
    for (const entry of fresh) entry.isDurable(written)
    this.#metrics.accepted.inc(fresh.length)
  }

  #release(entry: Entry): void {
    this.#waiting.delete(entry.sequence)
    if (this.#flying.delete(entry)) this.#occupied.remove(entry.footprint)
    this.#holding.remove(entry)
  }

  /** A statement that waits or flies. */
  find(id: StatementId): Entry | undefined {
    return this.#holding.find(id)
  }

  /** A submitter's statements that are not final, oldest first. */
  waitingOf(submitter: Submitter): readonly Entry[] {
    return this.#holding.of(submitter)
  }

  /** Puts entries that are on the disk in line. */
  enqueue(entries: readonly Entry[]): void {
    for (const entry of entries) this.#waiting.set(entry.sequence, entry)
    this.#pump()
  }

  #pump(): void {
    clearTimeout(this.#timer)
    while (this.#open && !this.#stopped && this.#batches.size < this.#settings.inFlight) {
      const batch = nextBatch(this.#waiting.values(), this.#occupied, {
        statements: this.#settings.batch,
        bytes: this.#settings.batchBytes,
        window: 4 * this.#settings.batch,
      })
      const [oldest] = batch
      if (!oldest) return
      const wait = oldest.arrived + this.#settings.linger - Date.now()
      if (batch.length < this.#settings.batch && wait > 0) {
        this.#timer = setTimeout(() => this.#pump(), wait)
        return
      }
      this.#launch(batch)
    }
  }

  #launch(batch: readonly Entry[]): void {
    for (const entry of batch) {
      this.#waiting.delete(entry.sequence)
      this.#flying.add(entry)
      this.#occupied.add(entry.footprint)
    }
    this.#metrics.batches.observe(batch.length)
    const flight = this.#fly(batch)
      .catch((error: unknown) => {
        if (!this.#stopped) this.#log.error({ err: error }, 'batch left in the queue')
      })
      .finally(() => {
        this.#batches.delete(flight)
        this.#pump()
      })
    this.#batches.add(flight)
  }

  /** A batch that the ledger rejects is halved until the statement that it chokes on stands alone. */
  async #fly(batch: readonly Entry[]): Promise<void> {
    try {
      const outcomes = await this.#delivery.deliver(batch)
      await this.finish(batch, outcomes)
    } catch (error) {
      if (!(error instanceof Undeliverable)) throw error
      if (error.code === 'deadline-passed') return this.#giveUpLate(batch, error)
      if (batch.length === 1) return this.#bury(batch, error)
      const half = Math.ceil(batch.length / 2)
      await this.#fly(batch.slice(0, half))
      await this.#fly(batch.slice(half))
    }
  }

  /** The batch's time is over when its oldest statement's is; the others have some left. */
  async #giveUpLate(batch: readonly Entry[], error: Undeliverable): Promise<void> {
    const now = Date.now()
    const isLate = ({ row }: Entry) => Date.parse(row.deadline) <= now
    const late = batch.filter(isLate)
    if (late.length === 0) return this.#bury(batch, error)
    await this.#bury(late, error)
    const others = batch.filter((entry) => !isLate(entry))
    if (others.length > 0) await this.#fly(others)
  }

  /** Takes statements that have become final out of the queue. */
  async finish(batch: readonly Entry[], outcomes: readonly Outcome[]): Promise<void> {
    const writes = batch.flatMap((entry, index) => finalWrites(this.#buckets, entry, outcomes[index]))
    await this.#db.batch(writes, {})
    for (const [index, entry] of batch.entries()) this.#settle(entry, outcomes[index])
  }

  #settle(entry: Entry, outcome: Outcome | undefined): void {
    if (!outcome) throw new RangeError('an outcome for each statement')
    this.#release(entry)
    this.#metrics.finished.inc({ outcome: outcome.stage === 'dead' ? 'dead' : outcome.outcome })
    this.#metrics.delivery.observe((Date.now() - entry.arrived) / 1000)
    entry.settle(outcome)
  }

  async #bury(batch: readonly Entry[], error: Undeliverable): Promise<void> {
    const dead = batch.map((entry) => deadRow(entry, error, this.#settings.replay))
    await this.#disk.write(batch.flatMap((entry, index) => deadWrites(this.#buckets, entry, dead[index]!)))
    for (const { id } of dead) this.#dead.add(id)
    const cause = { code: error.code, detail: error.message }
    this.#log.error({ statements: dead.map(({ id }) => id), cause }, 'dead letters')
    for (const entry of batch) this.#settle(entry, { stage: 'dead', ...cause })
  }

  /** Sends nothing more; resolves when what is on its way has arrived. The rest stays on the disk. */
  async close(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    await Promise.allSettled(this.#batches)
  }
}
