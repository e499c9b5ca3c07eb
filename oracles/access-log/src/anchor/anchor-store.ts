import type { Envelope, StatementId } from '@huren/records'
import { bytes, keys, type Store, text } from '../store.ts'

/** A checkpoint as it was signed; sent until the ledger has answered, always the same one. */
export interface PendingCheckpoint {
  readonly size: number
  readonly id: StatementId
  readonly envelope: Envelope
}
/** The last checkpoint that the ledger has accepted. */
export type AnchoredCheckpoint = Pick<PendingCheckpoint, 'size' | 'id'>

/** What anchoring keeps beside the log: one key each, JSON. */
export class AnchorStore {
  readonly #store: Store
  constructor(store: Store) {
    this.#store = store
  }

  async #read<T>(what: string): Promise<T | undefined> {
    const stored = await this.#store.get(keys.anchor(what))
    return stored && JSON.parse(text(stored))
  }
  pending(): Promise<PendingCheckpoint | undefined> {
    return this.#read('pending')
  }
  anchored(): Promise<AnchoredCheckpoint | undefined> {
    return this.#read('anchored')
  }
  async rememberPending(pending: PendingCheckpoint): Promise<void> {
    await this.#store.put(keys.anchor('pending'), bytes(JSON.stringify(pending)), { sync: true })
  }
  async forgetPending(): Promise<void> {
    await this.#store.del(keys.anchor('pending'), { sync: true })
  }
  async rememberAnchored({ size, id }: AnchoredCheckpoint): Promise<void> {
    const value = bytes(JSON.stringify({ size, id }))
    await this.#store.batch(
      [
        { type: 'put', key: keys.anchor('anchored'), value },
        { type: 'del', key: keys.anchor('pending') },
      ],
      { sync: true },
    )
  }
}
