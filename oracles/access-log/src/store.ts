import type { RecordId } from '@huren/records'
import { Level } from 'level'
import { AccessLogError } from './error.ts'
import { hashLength } from './tree/hash.ts'
import type { ReadTile } from './tree/proofs.ts'
import { levelSize, type Tile, tileWidth } from './tree/tiles.ts'

/**
 * Everything that is stored, key → value:
 *   head                    → JSON {log, size}
 *   entry/<index>           → the event's bytes
 *   tile/<level>/<index>    → up to 256 hashes of 32 bytes
 *   event/<event id>        → the entry's index in decimal
 * One batch, synced, writes the entries, the tiles and the head of a group: all of it is there, or none.
 */
export type Store = Level<string, Uint8Array>

export interface Head {
  readonly log: RecordId
  readonly size: number
}

const digits = (n: number) => String(n).padStart(10, '0')
export const keys = {
  head: 'head',
  entry: (index: number) => `entry/${digits(index)}`,
  tile: (level: number, index: number) => `tile/${level}/${digits(index)}`,
  event: (event: RecordId) => `event/${event}`,
} as const

export const openStore = async (dataDir: string): Promise<Store> => {
  const store: Store = new Level(dataDir, { keyEncoding: 'utf8', valueEncoding: 'view' })
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
