import { randomUUID } from 'node:crypto'
import type { AccessLogCheckpoint, Digest, Instant, InstitutionId, RecordId } from '@huren/records'
import { Refusal } from '@huren/records'
import { checkAll, checkEdge } from './check.ts'
import { AccessLogError } from './error.ts'
import { type AccessEvent, encodeEvent } from './event.ts'
import { GroupCommit } from './group.ts'
import {
  bytes,
  type Head,
  keys,
  openStore,
  readEdge,
  readHead,
  readTileFrom,
  type Store,
  text,
} from './store.ts'
import { leafHash } from './tree/hash.ts'
import { consistencyProof, inclusionProof, rootAt } from './tree/proofs.ts'
import { Edge } from './tree/tiles.ts'

/** The ledger's limit for the size of a log; a full log is followed by a new one. */
export const maximumSize = 1_000_000_000

export interface AccessLogOptions {
  /** A folder of its own. */
  readonly dataDir: string
  /** The log's identity; made at random when the folder is empty and none is given. */
  readonly log?: RecordId
}

/** Where an event stands in the log. `duplicate`: it stood there already. */
export interface Sequenced {
  readonly index: number
  readonly duplicate: boolean
}

interface Incoming {
  readonly event: RecordId
  readonly entry: Uint8Array
}

/**
 * An append-only log of accesses to images: a Merkle tree of RFC 9162 over small JSON events, stored durably.
 * Size, roots and proofs cover what is on disk, and nothing that is still on its way there.
 */
export class AccessLog {
  readonly id: RecordId
  readonly #store: Store
  readonly #edge: Edge
  readonly #group: GroupCommit<Incoming, Sequenced>
  #size: number
  #stopped: AccessLogError | undefined

  private constructor(store: Store, head: Head, edge: Edge) {
    this.id = head.log
    this.#store = store
    this.#edge = edge
    this.#size = head.size
    this.#group = new GroupCommit((incoming) => this.#commit(incoming))
  }

  /**
   * Opens the log in a folder, or begins one there.
   * @throws AccessLogError `log-damaged`, `log-mismatch`
   */
  static async open({ dataDir, log }: AccessLogOptions): Promise<AccessLog> {
    const store = await openStore(dataDir)
    try {
      const head = (await readHead(store)) ?? (await begin(store, log ?? (randomUUID() as RecordId)))
      if (log && log !== head.log)
        throw new AccessLogError('log-mismatch', `the folder holds log ${head.log}, not ${log}`)
      const tiles = await readEdge(store, head.size)
      await checkEdge(store, head.size, tiles)
      return new AccessLog(store, head, new Edge(tiles))
    } catch (error) {
      await store.close()
      throw error
    }
  }

  /** Entries that are on disk. */
  get size(): number {
    return this.#size
  }

  /**
   * Appends an event; resolves when it is on disk. An event with an id that is there already is not appended again.
   * @throws Refusal `payload-invalid`; `record-exists` when another event has its id
   * @throws AccessLogError `log-busy`, `log-full`, `log-failed`, `log-closed`
   */
  async append(event: AccessEvent): Promise<Sequenced> {
    const entry = encodeEvent(event)
    if (this.#stopped) throw this.#stopped
    const sequenced = await this.#group.add({ event: event.event, entry })
    if (sequenced.duplicate && !Buffer.from(entry).equals(await this.entry(sequenced.index)))
      throw new Refusal('record-exists', 'another event has this id', 'event')
    return sequenced
  }

  /** The bytes of an entry, as they were hashed. @throws AccessLogError `out-of-range`, `log-damaged` */
  async entry(index: number): Promise<Uint8Array> {
    this.#checkRange(index, 0, this.#size - 1)
    const entry = await this.#store.get(keys.entry(index))
    if (!entry) throw new AccessLogError('log-damaged', `entry ${index} is missing`)
    return entry
  }

  /** The entry of an event's id, or undefined. */
  async indexOf(event: RecordId): Promise<number | undefined> {
    const index = await this.#store.get(keys.event(event))
    return index && Number(text(index))
  }

  /** Entries from one index on, up to another (exclusive). @throws AccessLogError `out-of-range` */
  async *entries(from = 0, to = this.#size): AsyncGenerator<Uint8Array> {
    this.#checkRange(to, from, this.#size)
    yield* this.#store.values({ gte: keys.entry(from), lt: keys.entry(to) })
  }

  /** The root of the tree of the first `size` entries. @throws AccessLogError `out-of-range` */
  async root(size = this.#size): Promise<Uint8Array> {
    this.#checkRange(size, 0, this.#size)
    return rootAt(readTileFrom(this.#store), size)
  }

  /** RFC 9162, section 2.1.3: that entry `index` is in the tree of `size`. @throws AccessLogError `out-of-range` */
  async inclusionProof(index: number, size = this.#size): Promise<Uint8Array[]> {
    this.#checkRange(size, 1, this.#size)
    this.#checkRange(index, 0, size - 1)
    return inclusionProof(readTileFrom(this.#store), index, size)
  }

  /** RFC 9162, section 2.1.4: that the tree of `size` begins with that of `oldSize`. @throws AccessLogError `out-of-range` */
  async consistencyProof(oldSize: number, size = this.#size): Promise<Uint8Array[]> {
    this.#checkRange(size, 0, this.#size)
    this.#checkRange(oldSize, 0, size)
    return consistencyProof(readTileFrom(this.#store), oldSize, size)
  }

  /**
   * The payload of an `access-log-checkpoint` statement, to be signed by the log's institution.
   * @param previousSize of the checkpoint that the ledger has; 0 for none
   * @throws AccessLogError `out-of-range` when there is nothing new
   */
  async checkpointPayload(from: {
    readonly issuer: InstitutionId
    readonly issuedAt: Instant
    readonly previousSize: number
  }): Promise<AccessLogCheckpoint> {
    const size = this.#size
    this.#checkRange(from.previousSize, 0, size - 1)
    const [root, proof] = await Promise.all([this.root(size), this.consistencyProof(from.previousSize, size)])
    return { ...from, log: this.id, size, root: hex(root), consistency: proof.map(hex) }
  }

  /**
   * Computes the whole tree anew from the entries on disk. For a log that nobody appends to meanwhile.
   * @throws AccessLogError `log-damaged` with the first entry or tile that does not fit
   */
  verify(onProgress?: (entries: number) => void): Promise<void> {
    return checkAll(this.#store, this.#size, onProgress)
  }

  /** Waits for what was appended, then lets go of the folder. */
  async close(): Promise<void> {
    this.#stopped ??= new AccessLogError('log-closed', 'the log is closed')
    await this.#group.idle()
    await this.#store.close()
  }

  /** Makes one group durable; a failed write stops the log, because what is on disk is then unknown. */
  async #commit(incoming: Incoming[]): Promise<Sequenced[]> {
    if (this.#stopped?.code === 'log-failed') throw this.#stopped
    const known = await this.#known(incoming)
    const fresh: Incoming[] = []
    const answers = incoming.map((item): Sequenced => {
      const index = known.get(item.event)
      if (index !== undefined) return { index, duplicate: true }
      known.set(item.event, this.#size + fresh.push(item) - 1)
      return { index: this.#size + fresh.length - 1, duplicate: false }
    })
    if (fresh.length > 0) await this.#write(fresh)
    return answers
  }

  async #known(incoming: Incoming[]): Promise<Map<RecordId, number>> {
    const stored = await this.#store.getMany(incoming.map(({ event }) => keys.event(event)))
    return new Map(
      incoming.flatMap(({ event }, i) => (stored[i] ? [[event, Number(text(stored[i]))] as const] : [])),
    )
  }

  async #write(fresh: Incoming[]): Promise<void> {
    const size = this.#size + fresh.length
    if (size > maximumSize) throw new AccessLogError('log-full', `a log has at most ${maximumSize} entries`)
    const batch = this.#store.batch()
    for (const [i, { event, entry }] of fresh.entries()) {
      batch.put(keys.entry(this.#size + i), entry)
      batch.put(keys.event(event), bytes(String(this.#size + i)))
    }
    try {
      for (const { level, index, hashes } of this.#edge.append(fresh.map(({ entry }) => leafHash(entry))))
        batch.put(keys.tile(level, index), hashes)
      batch.put(keys.head, headBytes({ log: this.id, size }))
      await batch.write({ sync: true })
    } catch (cause) {
      this.#stopped = new AccessLogError('log-failed', 'a write failed; open the log again', { cause })
      throw this.#stopped
    }
    this.#size = size
  }

  #checkRange(value: number, least: number, most: number): void {
    if (!Number.isSafeInteger(value) || value < least || value > most)
      throw new AccessLogError('out-of-range', `${value} is not within ${least} and ${most}`)
  }
}

const hex = (hash: Uint8Array): Digest => Buffer.from(hash).toString('hex') as Digest
const headBytes = (head: Head): Uint8Array => bytes(JSON.stringify(head))

const begin = async (store: Store, log: RecordId): Promise<Head> => {
  const head = { log, size: 0 }
  await store.put(keys.head, headBytes(head), { sync: true })
  return head
}
