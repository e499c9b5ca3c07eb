import { type AccessEvent, parseAccessEntry } from '@huren/records'
import { AccessLogError } from './error.ts'
import { type EventRecord, recordFrom } from './record.ts'
import { keys, readEntries, readTileFrom, type Store, text } from './store.ts'
import { consistencyProof, inclusionProof, rootAt } from './tree/proofs.ts'
import { tileWidth } from './tree/tiles.ts'

/** What is kept of an entry beside its commitment. */
export type OpenedEntry = Pick<EventRecord, 'salt' | 'bytes'>

/** Entries, tiles and proofs of a log, as far as they are on disk. */
export abstract class LogReader {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  /** Entries that are on disk. */
  abstract get size(): number

  /** Where a service keeps what belongs to this log. */
  get store(): Store {
    return this.#store
  }

  /** What is stored of an entry; undefined once it is erased. */
  protected async record(index: number): Promise<EventRecord | undefined> {
    const stored = await this.#store.get(keys.event(index))
    return stored && recordFrom(stored)
  }

  /** What an entry's commitment hides; undefined once it is erased. @throws AccessLogError `out-of-range` */
  async opened(index: number): Promise<OpenedEntry | undefined> {
    this.checkRange(index, 0, this.size - 1)
    return this.record(index)
  }
  /** The event of an entry; undefined for an erasure, and once it is erased. @throws AccessLogError `out-of-range` */
  async eventAt(index: number): Promise<AccessEvent | undefined> {
    const opened = await this.opened(index)
    return opened && parseAccessEntry(opened.bytes).event
  }
  /** The public 32 bytes of an entry. @throws AccessLogError `out-of-range`, `log-damaged` */
  async commitment(index: number): Promise<Uint8Array> {
    this.checkRange(index, 0, this.size - 1)
    const entries = await readEntries(this.#store, Math.floor(index / tileWidth))
    const start = (index % tileWidth) * 32
    return entries.subarray(start, start + 32)
  }
  /** The first `width` hashes of a tile. @throws AccessLogError `log-damaged` */
  async tile(level: number, n: number, width: number): Promise<Uint8Array> {
    return (await readTileFrom(this.#store)(level, n)).subarray(0, width * 32)
  }
  /** The first `width` commitments of a tile of entries. @throws AccessLogError `log-damaged` */
  async entryTile(n: number, width: number): Promise<Uint8Array> {
    return (await readEntries(this.#store, n)).subarray(0, width * 32)
  }
  /** The entry of an event's id, or undefined. */
  async indexOf(event: string): Promise<number | undefined> {
    const index = await this.#store.get(keys.id(event))
    return index && Number(text(index))
  }
  /** The entry that says that another was erased, or undefined. */
  async erasureOf(index: number): Promise<number | undefined> {
    const by = await this.#store.get(keys.erased(index))
    return by && Number(text(by))
  }

  /** The root of the tree of the first `size` entries. @throws AccessLogError `out-of-range` */
  async root(size = this.size): Promise<Uint8Array> {
    this.checkRange(size, 0, this.size)
    return rootAt(readTileFrom(this.#store), size)
  }
  /** RFC 9162, section 2.1.3: that entry `index` is in the tree of `size`. @throws AccessLogError `out-of-range` */
  async inclusionProof(index: number, size = this.size): Promise<Uint8Array[]> {
    this.checkRange(size, 1, this.size)
    this.checkRange(index, 0, size - 1)
    return inclusionProof(readTileFrom(this.#store), index, size)
  }
  /** RFC 9162, section 2.1.4: that the tree of `size` begins with that of `oldSize`. @throws AccessLogError `out-of-range` */
  async consistencyProof(oldSize: number, size = this.size): Promise<Uint8Array[]> {
    this.checkRange(size, 0, this.size)
    this.checkRange(oldSize, 0, size)
    return consistencyProof(readTileFrom(this.#store), oldSize, size)
  }

  protected checkRange(value: number, least: number, most: number): void {
    if (!Number.isSafeInteger(value) || value < least || value > most)
      throw new AccessLogError('out-of-range', `${value} is not within ${least} and ${most}`)
  }
}
