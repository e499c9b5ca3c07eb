import type { Buckets, Snapshot } from './buckets.ts'
import { decodeEntry, type StateEntry } from './state-entry.ts'

export type KeyedEntry = readonly [key: string, entry: StateEntry]

/** Keys from `start` (included) up to `end`; an empty bound is open. */
export interface KeyRange {
  start: string
  end: string
  includeEnd?: boolean
}

/** The world state: what all valid transactions so far have written, as of now or as of a snapshot. */
export class State {
  readonly #bucket: Buckets['state']
  readonly #snapshot: { snapshot?: Snapshot }

  constructor(bucket: Buckets['state'], snapshot?: Snapshot) {
    this.#bucket = bucket
    this.#snapshot = snapshot ? { snapshot } : {}
  }

  get(key: string): StateEntry | undefined {
    const bytes = this.#bucket.getSync(key, this.#snapshot)
    return bytes && decodeEntry(bytes)
  }

  getBytes(key: string): Buffer | undefined {
    return this.#bucket.getSync(key, this.#snapshot)
  }

  async *range({ start, end, includeEnd = false }: KeyRange): AsyncGenerator<KeyedEntry> {
    const upper = end === '' ? {} : includeEnd ? { lte: end } : { lt: end }
    for await (const [key, bytes] of this.#bucket.iterator({ gte: start, ...upper, ...this.#snapshot }))
      yield [key, decodeEntry(bytes)]
  }
}
