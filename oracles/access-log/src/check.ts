import { AccessLogError } from './error.ts'
import { readEntries, readTileFrom, type Store } from './store.ts'
import { hashLength, leafHash } from './tree/hash.ts'
import { Edge, type Tile, tileWidth } from './tree/tiles.ts'

const damaged = (what: string) => new AccessLogError('log-damaged', `${what} is not what was hashed`)

const leavesOf = (entries: Uint8Array): Uint8Array[] =>
  Array.from({ length: entries.length / hashLength }, (_, i) =>
    leafHash(entries.subarray(i * hashLength, (i + 1) * hashLength)),
  )

/**
 * Checks the newest entries against their hashes, at most 255 of them: what opening a log can afford.
 * @returns the entries of the tile that is not full
 */
export const checkEdge = async (store: Store, size: number, tiles: readonly Tile[]): Promise<Uint8Array> => {
  const { hashes = new Uint8Array() } = tiles[0] ?? {}
  if (size % tileWidth === 0) return new Uint8Array()
  const first = size - (size % tileWidth)
  const entries = await readEntries(store, first / tileWidth)
  if (Buffer.compare(Buffer.concat(leavesOf(entries)), hashes) !== 0)
    throw damaged(`one of the entries from ${first} on`)
  return entries
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
    const leaves = leavesOf(await readEntries(store, first / tileWidth))
    if (leaves.length !== Math.min(tileWidth, size - first))
      throw damaged(`the number of entries from ${first} on`)
    const full = edge.append(leaves).filter(({ hashes }) => hashes.length === tileWidth * hashLength)
    for (const tile of full) await checkTile(store, tile)
    onProgress(first + leaves.length)
  }
  for (const tile of edge.lastTiles()) await checkTile(store, tile)
}
