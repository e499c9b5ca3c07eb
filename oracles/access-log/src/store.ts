import type { RecordId } from '@huren/records'
import { Level } from 'level'
import { AccessLogError } from './error.ts'
import { hashLength } from './tree/hash.ts'
import type { ReadTile } from './tree/proofs.ts'
import { levelSize, type Tile, tileWidth } from './tree/tiles.ts'

/**
 * Everything that is stored, key → value. One batch, synced, writes what belongs to a group of entries: all of it is
 * there, or none.
 *   head                    → JSON Head
 *   entries/<tile>          → up to 256 commitments of 32 bytes: what is hashed, and public
 *   tile/<level>/<index>    → up to 256 hashes of 32 bytes
 *   event/<index>           → salt (32) ‖ label of the person's list (32) ‖ the event's bytes; gone once it is erased
 *   erased/<index>          → index of the entry that says so, in decimal
 *   id/<event id>           → the entry's index in decimal
 *   list/<label>/<n>        → index of the list's n-th entry (8) ‖ head of the list with it (32)
 *   state/<label>           → count (8) ‖ head (32) ‖ opening (32) of a list
 *   name/<pseudonym>        → VRF output (64) of a list's name: what need not be computed twice
 *   report/<time> <id>      → summary of a reconciliation
 *   anchor/<…>              → see service/anchor-store.ts
 */
export type Store = Level<string, Uint8Array>

export interface Head {
  readonly log: RecordId
  readonly size: number
  /** The VRF public key of the log's lists, hexadecimal. */
  readonly key: string
}

const digits = (n: number) => String(n).padStart(10, '0')
export const keys = {
  head: 'head',
  entries: (tile: number) => `entries/${digits(tile)}`,
  tile: (level: number, index: number) => `tile/${level}/${digits(index)}`,
  event: (index: number) => `event/${digits(index)}`,
  erased: (index: number) => `erased/${digits(index)}`,
  id: (event: string) => `id/${event}`,
  listed: (label: string, n: number) => `list/${label}/${digits(n)}`,
  state: (label: string) => `state/${label}`,
  allStates: { gt: 'state/', lt: 'state0' },
  name: (pseudonym: string) => `name/${pseudonym}`,
  report: (id: string) => `report/${id}`,
  allReports: { gt: 'report/', lt: 'report0' },
  anchor: (what: string) => `anchor/${what}`,
} as const

/** Bytes that are gathered before a table is written: with Level's 4 MiB, a quarter of the work is merging small tables. */
const writeBufferSize = 32 << 20

export const openStore = async (dataDir: string): Promise<Store> => {
  const store: Store = new Level(dataDir, { keyEncoding: 'utf8', valueEncoding: 'view', writeBufferSize })
  await store.open()
  return store
}

export const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString()
export const bytes = (text: string): Uint8Array => Buffer.from(text)

/** Undefined for an empty folder. */
export const readHead = async (store: Store): Promise<Head | undefined> => {
  const stored = await store.get(keys.head)
  return stored && JSON.parse(text(stored))
}

/** Tiles as they are stored. @throws AccessLogError `log-damaged` where one is missing */
export const readTileFrom =
  (store: Store): ReadTile =>
  async (level, index) => {
    const hashes = await store.get(keys.tile(level, index))
    if (hashes) return hashes
    throw new AccessLogError('log-damaged', `tile ${index} of level ${level} is missing`)
  }

/** Commitments of tile `index`, in one piece. @throws AccessLogError `log-damaged` where they are missing */
export const readEntries = async (store: Store, index: number): Promise<Uint8Array> => {
  const entries = await store.get(keys.entries(index))
  if (entries) return entries
  throw new AccessLogError('log-damaged', `the entries of tile ${index} are missing`)
}

/** The last, not full tile of each level of a tree of `size` leaves. @throws AccessLogError `log-damaged` */
export const readEdge = async (store: Store, size: number): Promise<Tile[]> => {
  const tiles: Tile[] = []
  for (let level = 0; levelSize(size, level) > 0; level++) {
    const index = Math.floor(levelSize(size, level) / tileWidth)
    const width = levelSize(size, level) % tileWidth
    const hashes = width > 0 ? await readTileFrom(store)(level, index) : new Uint8Array()
    if (hashes.length !== width * hashLength)
      throw new AccessLogError('log-damaged', `tile ${index} of level ${level} is not ${width} hashes long`)
    tiles.push({ level, index, hashes })
  }
  return tiles
}

/** Has what was deleted in a range overwritten on disk, where the store can do that. */
export const compact = async (store: Store, from: string, to: string): Promise<void> => {
  if ('compactRange' in store && typeof store.compactRange === 'function')
    await store.compactRange.call(store, from, to)
}
