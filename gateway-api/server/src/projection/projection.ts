import { EventEmitter, once } from 'node:events'
import type { StatementId } from '@huren/records'
import { LRUCache } from 'lru-cache'
import pRetry from 'p-retry'
import type { Logger } from 'pino'
import type { CommittedBlock } from '../ledger/block.ts'
import { describe } from '../ledger/failure.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { type Buckets, blockKey, type Database, derived, type StatementRow } from '../store/buckets.ts'
import { within } from '../within.ts'
import { type Founding, foundedIn } from './parties.ts'
import { projectBlock } from './project.ts'

/** What a block said about a transaction. */
export interface Fate {
  readonly validation: string
  readonly block: number
}

interface Events {
  advanced: [statements: readonly StatementRow[]]
}

/** The chain at the other end is not the one that the index was made from. */
class OtherChain extends Error {
  override readonly name = 'OtherChain'
}

/**
 * The index: a projection of the committed blocks, resumed from its checkpoint and rebuilt from block 0 when it is
 * thrown away or the ledger is another one. It holds nothing that the blocks do not tell.
 */
export class Projection {
  readonly events = new EventEmitter<Events>()
  readonly #db: Database
  readonly #buckets: Buckets
  readonly #ledger: Ledger
  readonly #log: Logger
  readonly #stop = new AbortController()
  readonly #parties = new LRUCache<string, readonly string[]>({ max: 20_000 })
  readonly #awaited = new Map<string, (fate: Fate) => void>()
  #running: Promise<void> | undefined
  #next = 0
  /** Milliseconds since the epoch at which the last block was read. */
  lastBlockAt = 0

  constructor(db: Database, buckets: Buckets, ledger: Ledger, log: Logger) {
    this.#db = db
    this.#buckets = buckets
    this.#ledger = ledger
    this.#log = log
    this.events.setMaxListeners(0)
  }

  /** Number of blocks that are in the index. */
  get height(): number {
    return this.#next
  }

  async start(): Promise<void> {
    this.#next = (await this.#buckets.checkpoint.get('next')) ?? 0
    this.#running = this.#run()
  }

  /** Throws the index away; it comes back from the blocks. */
  async clear(): Promise<void> {
    for (const name of derived) await this.#buckets[name].clear()
    this.#parties.clear()
    this.#next = 0
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop
    while (!signal.aborted)
      await pRetry(() => this.#follow(), {
        retries: Number.POSITIVE_INFINITY,
        minTimeout: 200,
        maxTimeout: 5000,
        signal,
        onFailedAttempt: ({ error }) => this.#log.warn({ reason: describe(error) }, 'blocks interrupted'),
      }).catch((error: unknown) => {
        if (!signal.aborted) throw error
      })
  }

  /** Reads blocks until the line breaks; returns normally when it got further, so that the next try comes soon. */
  async #follow(): Promise<void> {
    const before = this.#next
    try {
      if ((await this.#ledger.height()) < this.#next)
        throw new OtherChain('the ledger is shorter than the index')
      for await (const block of this.#ledger.blocks(Math.max(0, this.#next - 1), this.#stop.signal))
        await this.#take(block)
    } catch (error) {
      if (error instanceof OtherChain) {
        this.#log.warn({ reason: error.message }, 'index rebuilt from block 0')
        await this.clear()
      }
      if (this.#next <= before) throw error
    }
  }

  /** The last block of the index comes again, to see that it is still the same chain. */
  async #take(block: CommittedBlock): Promise<void> {
    if (block.number >= this.#next) return this.#add(block)
    const known = await this.#buckets.blocks.get(blockKey(block.number))
    if (known?.dataHash !== block.dataHash || known.previousHash !== block.previousHash)
      throw new OtherChain(`block ${block.number} is not the one in the index`)
  }

  async #add(block: CommittedBlock): Promise<void> {
    const { writes, statements } = await projectBlock(this.#buckets, block, (type, record) =>
      this.#storedParties(type, record),
    )
    await this.#db.batch(writes, {})
    this.#next = block.number + 1
    this.lastBlockAt = Date.now()
    for (const { id, validation } of block.transactions)
      this.#awaited.get(id)?.({ validation, block: block.number })
    this.events.emit('advanced', statements)
  }

  async #storedParties(type: Founding, record: string): Promise<StatementRow['parties'] | undefined> {
    const key = `${type}/${foundedIn[type]}/${record}`
    const cached = this.#parties.get(key)
    if (cached) return cached
    const [id] = await this.#buckets.byField.values({ gt: `${key}/`, lt: `${key}0`, limit: 1 }).all()
    const parties = id && (await this.#buckets.statements.get(id))?.parties
    if (parties) this.#parties.set(key, parties)
    return parties || undefined
  }

  /** Resolves when a block with this transaction has been indexed; ask before it is submitted. */
  settled(transaction: string): { readonly fate: Promise<Fate>; forget(): void } {
    const { promise, resolve } = Promise.withResolvers<Fate>()
    this.#awaited.set(transaction, resolve)
    return { fate: promise, forget: () => this.#awaited.delete(transaction) }
  }

  /** The statement as committed, waiting a moment for a block that is on its way. */
  async find(id: StatementId, patience = 0): Promise<StatementRow | undefined> {
    const until = Date.now() + patience
    for (;;) {
      const since = this.#next
      const row = await this.#buckets.statements.get(id)
      if (row || Date.now() >= until) return row
      await this.advanced(since, until - Date.now())
    }
  }

  /**
   * Resolves when the index is higher than `since`, or after a time.
   * @param patience milliseconds
   * @param stop ends the wait
   */
  async advanced(since: number, patience: number, stop: AbortSignal = this.#stop.signal): Promise<void> {
    if (this.#next > since) return
    const over = new AbortController()
    const signal = AbortSignal.any([over.signal, this.#stop.signal, stop])
    const next = once(this.events, 'advanced', { signal })
    await within(next, patience, stop).catch(() => undefined)
    over.abort()
    next.catch(() => undefined)
  }

  /** Waits until the index holds what the ledger held when asked. @throws GatewayError when it cannot be asked */
  async catchUp(): Promise<void> {
    const height = await this.#ledger.height()
    while (this.#next < height && !this.#stop.signal.aborted) await this.advanced(this.#next, 1000)
  }

  async close(): Promise<void> {
    this.#stop.abort()
    await this.#running
  }
}
