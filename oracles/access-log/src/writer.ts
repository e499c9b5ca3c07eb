import type { RecordId } from '@huren/records'
import { AccessLogError } from './error.ts'
import type { Label } from './lists/list-name.ts'
import type { Lists } from './lists/lists.ts'
import { bytes, type Head, keys, type Store, text } from './store.ts'
import type { EntryEdge } from './tree/entry-tiles.ts'
import { leafHash } from './tree/hash.ts'
import type { Edge } from './tree/tiles.ts'

/** The ledger's limit for the size of a log; a full log is followed by a new one. */
export const maximumSize = 1_000_000_000

/** Where an event stands in the log. `duplicate`: it stood there already. */
export interface Sequenced {
  readonly index: number
  readonly duplicate: boolean
}

/** An entry ready to be written. */
export interface Incoming {
  /** What makes it the same entry when it is sent again; none for an erasure. */
  readonly id?: RecordId
  readonly commitment: Buffer
  /** See `recordBytes`. */
  readonly record: Buffer
  /** The lists that it extends. */
  readonly labels: readonly Label[]
  /** The entry whose event and salt it destroys. */
  readonly erases?: number
}

/** Writes groups of entries: commitments, tiles, events, lists and head in one synced batch. */
export class Writer {
  readonly #store: Store
  readonly #lists: Lists
  readonly #edge: Edge
  readonly #entries: EntryEdge
  #head: Head
  #failed: AccessLogError | undefined

  constructor(store: Store, head: Head, parts: { lists: Lists; edge: Edge; entries: EntryEdge }) {
    this.#store = store
    this.#head = head
    this.#lists = parts.lists
    this.#edge = parts.edge
    this.#entries = parts.entries
  }

  get size(): number {
    return this.#head.size
  }

  /** Makes one group durable; a failed write stops the log, because what is on disk is then unknown. */
  async commit(incoming: readonly Incoming[]): Promise<Sequenced[]> {
    if (this.#failed) throw this.#failed
    const known = await this.#known(incoming)
    const fresh: Incoming[] = []
    const answers = incoming.map((item): Sequenced => {
      const index = item.id && known.get(item.id)
      if (index !== undefined) return { index, duplicate: true }
      fresh.push(item)
      const place = this.size + fresh.length - 1
      if (item.id) known.set(item.id, place)
      return { index: place, duplicate: false }
    })
    if (fresh.length > 0) await this.#write(fresh)
    return answers
  }

  async #known(incoming: readonly Incoming[]): Promise<Map<RecordId, number>> {
    const ids = incoming.flatMap(({ id }) => (id ? [id] : []))
    const stored = await this.#store.getMany(ids.map(keys.id))
    return new Map(ids.flatMap((id, i) => (stored[i] ? [[id, Number(text(stored[i]))] as const] : [])))
  }

  async #write(fresh: readonly Incoming[]): Promise<void> {
    const head = { ...this.#head, size: this.size + fresh.length }
    if (head.size > maximumSize)
      throw new AccessLogError('log-full', `a log has at most ${maximumSize} entries`)
    const lists = await this.#lists.open(fresh.flatMap(({ labels }) => labels))
    const batch = this.#store.batch()
    try {
      const leaves = fresh.map(({ commitment }) => leafHash(commitment))
      for (const [i, item] of fresh.entries()) {
        const index = this.size + i
        batch.put(keys.event(index), item.record)
        if (item.id) batch.put(keys.id(item.id), bytes(String(index)))
        if (item.erases !== undefined)
          batch.del(keys.event(item.erases)).put(keys.erased(item.erases), bytes(String(index)))
        for (const label of item.labels) lists.add(label, index, leaves[i] ?? Buffer.of(), batch)
      }
      const changed = lists.finish(batch)
      for (const { index, entries } of this.#entries.append(fresh.map(({ commitment }) => commitment)))
        batch.put(keys.entries(index), entries)
      for (const { level, index, hashes } of this.#edge.append(leaves))
        batch.put(keys.tile(level, index), hashes)
      batch.put(keys.head, bytes(JSON.stringify(head)))
      await batch.write({ sync: true })
      this.#lists.take(changed)
    } catch (cause) {
      this.#failed = new AccessLogError('log-failed', 'a write failed; open the log again', { cause })
      throw this.#failed
    }
    this.#head = head
  }
}
