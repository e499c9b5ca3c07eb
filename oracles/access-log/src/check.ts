import { AccessLogError } from './error.ts'
import { keys, readTileFrom, type Store } from './store.ts'
import { hashLength, leafHash } from './tree/hash.ts'
import { Edge, type Tile, tileWidth } from './tree/tiles.ts'

const damaged = (what: string) => new AccessLogError('log-damaged', `${what} is not what was hashed`)

/** Checks the newest entries against their hashes, at most 255 of them: what opening a log can afford. */
export const checkEdge = async (store: Store, size: number, tiles: readonly Tile[]): Promise<void> => {
  const { index = 0, hashes = new Uint8Array() } = tiles[0] ?? {}
  const first = index * tileWidth
  const count = hashes.length / hashLength
  const entries = await store.getMany(Array.from({ length: count }, (_, i) => keys.entry(first + i)))
  for (const [i, entry] of entries.entries()) {
    const hash = hashes.subarray(i * hashLength, (i + 1) * hashLength)
    if (!entry || Buffer.compare(leafHash(entry), hash) !== 0) throw damaged(`entry ${first + i}`)
  }
  if (await store.has(keys.entry(size))) throw damaged(`entry ${size}, after the end,`)
}

const checkTile = async (store: Store, { level, index, hashes }: Tile): Promise<void> => {
  const stored = await readTileFrom(store)(level, index)
  if (Buffer.compare(stored, hashes) !== 0)
    throw damaged(
      level === 0 ? `one of the entries from ${index * tileWidth} on` : `tile ${index} of level ${level}`,
    )
}

/** Computes every tile anew from the entries and compares it with what is stored. */
export const checkAll = async (
  store: Store,
  size: number,
  onProgress: (entries: number) => void = () => {},
): Promise<void> => {
  const edge = new Edge()
  for (let first = 0; first < size; first += tileWidth) {
    const wanted = Array.from({ length: Math.min(tileWidth, size - first) }, (_, i) => keys.entry(first + i))
    const leaves = (await store.getMany(wanted)).map((entry, i) => {
      if (!entry) throw new AccessLogError('log-damaged', `entry ${first + i} is missing`)
      return leafHash(entry)
    })
    const full = edge.append(leaves).filter(({ hashes }) => hashes.length === tileWidth * hashLength)
    for (const tile of full) await checkTile(store, tile)
    onProgress(first + leaves.length)
  }
  for (const tile of edge.lastTiles()) await checkTile(store, tile)
}
