import { LRUCache } from 'lru-cache'
import { keys, type Store } from '../store.ts'
import { commitState, emptyList, extend, type ListState, writeUint64 } from './chain.ts'
import { type IndexLeaf, type IndexTree, update } from './index-tree.ts'
import type { Label } from './list-name.ts'

type Batch = ReturnType<Store['batch']>
type StatedLabel = ListState & Label

/** A number (8) and what follows it (32 each). */
const numbered = (value: number, ...hashes: readonly Buffer[]): Buffer => {
  const bytes = Buffer.allocUnsafe(8 + 32 * hashes.length)
  writeUint64(bytes, value)
  for (const [i, hash] of hashes.entries()) bytes.set(hash, 8 + 32 * i)
  return bytes
}
const stateBytes = ({ count, head, opening }: StatedLabel): Buffer => numbered(count, head, opening)
const stateFrom = (bytes: Uint8Array): ListState & { opening: Buffer } => {
  const buffer = Buffer.from(bytes)
  return {
    count: Number(buffer.readBigUInt64BE(0)),
    head: buffer.subarray(8, 40),
    opening: buffer.subarray(40, 72),
  }
}
const leafOf = ({ label, opening, count, head }: StatedLabel): IndexLeaf => ({
  label: label.toString('latin1'),
  value: commitState(opening, { count, head }).toString('latin1'),
})

/** One entry of a list: where it stands in the log, and the list's head with it. */
export interface Listed {
  readonly index: number
  readonly head: Buffer
}
const listedFrom = (bytes: Uint8Array): Listed => {
  const buffer = Buffer.from(bytes)
  return { index: Number(buffer.readBigUInt64BE(0)), head: buffer.subarray(8, 40) }
}

/** Lists as a group of entries extends them; nothing of it counts until the group is on disk. */
export class ListsExtended {
  readonly #states: Map<string, ListState>
  readonly #changed = new Map<string, StatedLabel>()

  constructor(states: Map<string, ListState>) {
    this.#states = states
  }

  add(label: Label, index: number, leaf: Uint8Array, batch: Batch): void {
    const before = this.#states.get(label.id) ?? emptyList
    const after = extend(before, index, leaf)
    this.#states.set(label.id, after)
    this.#changed.set(label.id, { ...label, ...after })
    batch.put(keys.listed(label.id, before.count), numbered(index, after.head))
  }

  /** Every changed list, as it is now. */
  finish(batch: Batch): ReadonlyMap<string, StatedLabel> {
    for (const [id, state] of this.#changed) batch.put(keys.state(id), stateBytes(state))
    return this.#changed
  }
}

/** The lists of a log and their index. */
export class Lists {
  readonly #store: Store
  /** Heads as Latin-1 strings: they stay for long, and take less memory so. */
  readonly #known = new LRUCache<string, { count: number; head: string }>({ max: 100_000 })
  /** Changed since the last index: a list that grows often is hashed once. */
  readonly #pending = new Map<string, StatedLabel>()
  #index: IndexTree

  private constructor(store: Store, index: IndexTree) {
    this.#store = store
    this.#index = index
  }

  /** Builds the index from the states on disk: some seconds for a million lists. */
  static async load(store: Store): Promise<Lists> {
    const leaves: IndexLeaf[] = []
    for await (const [key, value] of store.iterator(keys.allStates)) {
      const { opening, ...state } = stateFrom(value)
      const label = Buffer.from(key.slice(keys.allStates.gt.length), 'hex')
      leaves.push(leafOf({ label, id: '', opening, ...state }))
    }
    return new Lists(store, update(undefined, leaves))
  }

  /** The lists of these labels, to be extended. */
  async open(labels: readonly Label[]): Promise<ListsExtended> {
    const states = new Map<string, ListState>()
    const unknown = new Set<string>()
    for (const { id } of labels) {
      const known = this.#known.get(id)
      if (known) states.set(id, { count: known.count, head: Buffer.from(known.head, 'latin1') })
      else unknown.add(id)
    }
    const ids = [...unknown]
    const stored = ids.length > 0 ? await this.#store.getMany(ids.map(keys.state)) : []
    for (const [i, bytes] of stored.entries()) if (bytes) states.set(ids[i] ?? '', stateFrom(bytes))
    return new ListsExtended(states)
  }

  /** Takes over what is on disk now. */
  take(changed: ReadonlyMap<string, StatedLabel>): void {
    for (const [id, state] of changed) {
      this.#known.set(id, { count: state.count, head: state.head.toString('latin1') })
      this.#pending.set(id, state)
    }
  }

  /** The index of everything that was taken over; trees handed out before stay as they were. */
  index(): IndexTree {
    this.#index = update(this.#index, [...this.#pending.values()].map(leafOf))
    this.#pending.clear()
    return this.#index
  }

  /** The entries of a list that stand in the first `size` entries of the log, beginning with its n-th. */
  async listed(label: Label, size: number, from = 0): Promise<Listed[]> {
    const all: Listed[] = []
    const range = { gte: keys.listed(label.id, from), lt: keys.listed(label.id, 9_999_999_999) }
    for await (const bytes of this.#store.values(range)) {
      const listed = listedFrom(bytes)
      if (listed.index >= size) break
      all.push(listed)
    }
    return all
  }

  /** The n-th entry of a list, counted from 0. */
  async listedAt(label: Label, n: number): Promise<Listed | undefined> {
    const bytes = await this.#store.get(keys.listed(label.id, n))
    return bytes && listedFrom(bytes)
  }
}
