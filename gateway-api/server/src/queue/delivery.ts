import type { StatementResult } from '@huren/records'
import pRetry, { AbortError } from 'p-retry'
import type { Logger } from 'pino'
import { describe, InvalidTransaction, NotSeen, natureOf } from '../ledger/failure.ts'
import type { Endorsed, Ledger } from '../ledger/ledger.ts'
import type { Metrics } from '../metrics.ts'
import type { Fate, Projection } from '../projection/projection.ts'
import type { Buckets } from '../store/buckets.ts'
import { within } from '../within.ts'
import type { Entry, Outcome } from './entry.ts'

export interface DeliverySettings {
  /** Milliseconds after which a submitted transaction that no block shows is asked for. */
  readonly patience: number
  /** Attempts at a transaction that the ledger rejects, before its statements are tried apart. */
  readonly oddAttempts: number
}

/** A batch that cannot be delivered: its deadline has passed, or the ledger rejects it again and again. */
export class Undeliverable extends Error {
  override readonly name = 'Undeliverable'
  readonly code: 'deadline-passed' | 'delivery-failed'

  constructor(code: Undeliverable['code'], detail: string) {
    super(detail)
    this.code = code
  }
}

/** Brings one batch to the ledger: endorse, submit, see it in a block; again until it is final or its time is over. */
export class Delivery {
  readonly #ledger: Ledger
  readonly #projection: Projection
  readonly #buckets: Buckets
  readonly #settings: DeliverySettings
  readonly #metrics: Metrics
  readonly #log: Logger
  readonly #signal: AbortSignal

  constructor(parts: {
    ledger: Ledger
    projection: Projection
    buckets: Buckets
    settings: DeliverySettings
    metrics: Metrics
    log: Logger
    signal: AbortSignal
  }) {
    this.#ledger = parts.ledger
    this.#projection = parts.projection
    this.#buckets = parts.buckets
    this.#settings = parts.settings
    this.#metrics = parts.metrics
    this.#log = parts.log
    this.#signal = parts.signal
  }

  /**
   * @returns an outcome for each entry, in order
   * @throws Undeliverable; or the signal's reason when the gateway stops, with the fate left to the next start
   */
  async deliver(batch: readonly Entry[]): Promise<Outcome[]> {
    const deadline = Math.min(...batch.map(({ row }) => Date.parse(row.deadline)))
    let odd = 0
    let last = 'no attempt was made'
    const attempt = async () => {
      try {
        return await this.#attempt(batch)
      } catch (error) {
        const nature = natureOf(error)
        last = describe(error)
        this.#metrics.retries.inc({ nature })
        this.#log.warn({ nature, reason: last, statements: batch.length }, 'batch not delivered')
        if (nature === 'odd' && ++odd >= this.#settings.oddAttempts)
          throw new AbortError(new Undeliverable('delivery-failed', last))
        throw error
      }
    }
    const left = deadline - Date.now()
    if (left <= 0) throw new Undeliverable('deadline-passed', last)
    return pRetry(attempt, {
      retries: Number.POSITIVE_INFINITY,
      maxRetryTime: left,
      minTimeout: 50,
      maxTimeout: 10_000,
      randomize: true,
      signal: this.#signal,
    }).catch((error: unknown) => {
      if (this.#signal.aborted || error instanceof Undeliverable) throw error
      throw new Undeliverable(Date.now() < deadline ? 'delivery-failed' : 'deadline-passed', last)
    })
  }

  async #attempt(batch: readonly Entry[]): Promise<Outcome[]> {
    const endorsed = await this.#ledger.endorse(
      `${batch[0]!.family}:submit`,
      batch.map(({ text }) => text),
    )
    const news = endorsed.results.some(({ outcome }) => outcome === 'committed')
    const block = news ? await this.#commit(endorsed, batch) : 0
    return Promise.all(endorsed.results.map((result) => this.#outcome(result, endorsed.transaction, block)))
  }

  /** @returns the block's number */
  async #commit(endorsed: Endorsed, batch: readonly Entry[]): Promise<number> {
    const { transaction } = endorsed
    const ids = batch.map(({ row }) => row.id)
    await this.#buckets.flights.put(transaction, ids)
    const settled = this.#projection.settled(transaction)
    try {
      const { validation, block } = await this.#seen(endorsed, settled.fate)
      if (validation !== 'VALID') throw new InvalidTransaction(transaction, validation)
      return block
    } finally {
      settled.forget()
      // when the gateway stops here, the next start asks what became of it
      if (!this.#signal.aborted) await this.#buckets.flights.del(transaction)
    }
  }

  /** Submits and waits for the block; where none comes, asks what became of it before anything is sent again. */
  async #seen({ transaction, submit }: Endorsed, fate: Promise<Fate>): Promise<Fate> {
    const failure = await submit().then(
      () => undefined,
      (error: unknown) => error,
    )
    if (failure !== undefined && natureOf(failure) === 'odd') throw failure
    const patience = failure === undefined ? this.#settings.patience : 0
    const seen = await within(fate, patience, this.#signal)
    if (seen) return seen
    if (await this.#ledger.fate(transaction, this.#settings.patience)) return fate
    throw failure ?? new NotSeen(`transaction ${transaction} was submitted and is in no block`)
  }

  async #outcome(result: StatementResult, transaction: string, block: number): Promise<Outcome> {
    if (result.outcome === 'refused') {
      const { code, field, detail } = result
      return { stage: 'refused', outcome: 'refused', code, detail, ...(field !== undefined && { field }) }
    }
    if (result.outcome === 'committed')
      return { stage: 'committed', outcome: 'committed', transaction, block }
    const row = await this.#projection.find(result.id, this.#settings.patience)
    if (!row) throw new NotSeen(`statement ${result.id} is on the ledger and not in the index yet`)
    return { stage: 'committed', outcome: 'duplicate', transaction: row.transaction, block: row.block }
  }
}
