import { hashLength, nodeHash } from './hash.ts'

/**
 * The tree is stored in tiles, as C2SP tlog-tiles lays it out: a tile is 256 hashes of one height (0, 8, 16 …), and
 * a tile that is not full yet is the beginning of what it will be.
 */
export const tileHeight = 8
export const tileWidth = 2 ** tileHeight

export interface Tile {
  /** 0 for the hashes of leaves, 1 for the roots of full tiles of level 0, and so on. */
  readonly level: number
  readonly index: number
  readonly hashes: Uint8Array
}

/** How many hashes a level has in a tree of `size` leaves. */
export const levelSize = (size: number, level: number): number => Math.floor(size / tileWidth ** level)

/** The root of a complete subtree over 2^n hashes that stand one after the other. */
export const subtreeRoot = (hashes: Uint8Array): Uint8Array => {
  if (hashes.length === hashLength) return hashes
  const half = hashes.length / 2
  return nodeHash(subtreeRoot(hashes.subarray(0, half)), subtreeRoot(hashes.subarray(half)))
}

/** The right edge of a growing tree: of each level the tile that is not full. */
export class Edge {
  readonly #levels: { index: number; hashes: Uint8Array[] }[] = []

  /** @param tiles the last tile of each level, with fewer than 256 hashes; none for an empty tree */
  constructor(tiles: readonly Tile[] = []) {
    for (const { level, index, hashes } of tiles)
      this.#levels[level] = {
        index,
        hashes: Array.from({ length: hashes.length / hashLength }, (_, i) =>
          hashes.subarray(i * hashLength, (i + 1) * hashLength),
        ),
      }
  }

  /** Appends leaf hashes. @returns every tile that has changed, the last state of each */
  append(leaves: readonly Uint8Array[]): Tile[] {
    const full: Tile[] = []
    const changed = new Set<number>()
    for (const leaf of leaves) this.#push(0, leaf, full, changed)
    return [...full, ...this.lastTiles().filter(({ level }) => changed.has(level))]
  }

  #push(level: number, hash: Uint8Array, full: Tile[], changed: Set<number>): void {
    const last = this.#levels[level] ?? { index: 0, hashes: [] }
    this.#levels[level] = last
    last.hashes.push(hash)
    changed.add(level)
    if (last.hashes.length < tileWidth) return
    const tile = { level, index: last.index, hashes: Buffer.concat(last.hashes) }
    full.push(tile)
    this.#levels[level] = { index: last.index + 1, hashes: [] }
    this.#push(level + 1, subtreeRoot(tile.hashes), full, changed)
  }

  /** The tiles that are begun and not full. */
  lastTiles(): Tile[] {
    return this.#levels.flatMap(({ index, hashes }, level) =>
      hashes.length > 0 ? [{ level, index, hashes: Buffer.concat(hashes) }] : [],
    )
  }
}
