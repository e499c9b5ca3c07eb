import { ledger } from '@hyperledger/fabric-protos'
import type { KeyedEntry, KeyRange, State } from '../store/state.ts'
import type { Version } from '../store/state-entry.ts'
import { kvRead } from './rwset-parts.ts'

const { kvrwset } = ledger.rwset

/** A range that a transaction function reads, and what it has seen of it, so that validation can find phantoms. */
export class RangeScan {
  readonly #range: KeyRange
  readonly #limit: number
  readonly #entries: AsyncIterator<KeyedEntry, unknown>
  readonly #seen: [string, Version][] = []
  #exhausted = false
  #ahead: KeyedEntry | undefined

  constructor(state: State, range: KeyRange, pageSize = Number.POSITIVE_INFINITY) {
    this.#range = range
    this.#limit = pageSize
    this.#entries = state.range(range)
  }

  /** Up to `limit` more entries; fewer only at the end of the range or page. */
  async next(limit: number): Promise<KeyedEntry[]> {
    const entries: KeyedEntry[] = []
    while (entries.length < limit && this.#seen.length < this.#limit) {
      const entry = await this.#take()
      if (!entry) break
      this.#seen.push([entry[0], entry[1].version])
      entries.push(entry)
    }
    return entries
  }

  /** Whether anything is left, without counting it as seen. */
  async hasMore(): Promise<boolean> {
    if (this.#seen.length >= this.#limit) return false
    this.#ahead ??= await this.#take()
    return this.#ahead !== undefined
  }

  /** Where the next page begins; empty at the end of the range. */
  async bookmark(): Promise<string> {
    this.#ahead ??= await this.#take()
    return this.#ahead?.[0] ?? ''
  }

  get count(): number {
    return this.#seen.length
  }

  async close(): Promise<void> {
    await this.#entries.return?.()
  }

  async #take(): Promise<KeyedEntry | undefined> {
    const ahead = this.#ahead
    this.#ahead = undefined
    if (ahead) return ahead
    const { done, value } = await this.#entries.next()
    if (!done) return value
    this.#exhausted = true
    return undefined
  }

  /** What was seen: the whole range, or up to the last key seen. */
  info() {
    const info = new kvrwset.RangeQueryInfo()
    const reads = new kvrwset.QueryReads()
    reads.setKvReadsList(this.#seen.map(([key, version]) => kvRead(key, version)))
    info.setStartKey(this.#range.start)
    info.setEndKey(this.#exhausted ? this.#range.end : (this.#seen.at(-1)?.[0] ?? this.#range.start))
    info.setItrExhausted(this.#exhausted)
    info.setRawReads(reads)
    return info
  }
}
