import { completeRoot, emptyRoot, leafHash, nodeHash } from './hash.ts'
import { entriesPath, partialFolder, tilePath, tileWidth } from './paths.ts'

export const hashLength = 32

/** The right edge of the tree: per level the hashes of the tile that is not full yet. */
export interface Edge {
  readonly size: number
  readonly levels: readonly (readonly Uint8Array[])[]
  /** The leaves of the last entry bundle. */
  readonly entries: readonly Uint8Array[]
}

export const emptyEdge: Edge = { size: 0, levels: [], entries: [] }

/** Hashes of one level; 256 of them, or fewer at the right edge. */
export interface Tile {
  readonly level: number
  readonly n: number
  /** 32 bytes each. */
  readonly hashes: Uint8Array
}
export interface Tiles {
  /** Those that became full since they were last taken. */
  readonly full: readonly Tile[]
  /** The right edge: those that are not full yet. */
  readonly partial: readonly Tile[]
}

export interface Written {
  readonly files: Map<string, Uint8Array>
  /** Folders of partial tiles that full ones have replaced. */
  readonly obsolete: string[]
}

const pathOf = ({ level, n, hashes }: Tile) => tilePath(level, n, hashes.length / hashLength)

const bundle = (entries: readonly Uint8Array[]): Uint8Array =>
  Buffer.concat(
    entries.flatMap((entry) => {
      const length = Buffer.alloc(2)
      length.writeUInt16BE(entry.length)
      return [length, entry]
    }),
  )

/** Appends leaves and keeps what has to be written; nothing is written here. */
export class TreeWriter {
  #size: number
  readonly #levels: Uint8Array[][]
  #entries: Uint8Array[]
  #full: Tile[] = []
  #bundles = new Map<string, Uint8Array>()

  constructor(edge: Edge) {
    this.#size = edge.size
    this.#levels = edge.levels.map((hashes) => [...hashes])
    this.#entries = [...edge.entries]
  }

  get size() {
    return this.#size
  }

  append(leaf: Uint8Array): void {
    this.#entries.push(leaf)
    if (this.#entries.length === tileWidth) {
      this.#bundles.set(entriesPath(Math.floor(this.#size / tileWidth), tileWidth), bundle(this.#entries))
      this.#entries = []
    }
    this.appendHash(leafHash(leaf))
  }

  /** Appends a leaf of which only the hash is known, for a tree that is not to be written. */
  appendHash(hash: Uint8Array): void {
    this.#push(0, hash, this.#size)
    this.#size += 1
  }

  /** Puts the `index`-th hash of a level into its tile; a full tile becomes one hash of the level above. */
  #push(level: number, hash: Uint8Array, index: number): void {
    this.#levels[level] ??= []
    const tile = this.#levels[level]
    tile.push(hash)
    if (tile.length < tileWidth) return
    const n = Math.floor(index / tileWidth)
    this.#full.push({ level, n, hashes: Buffer.concat(tile) })
    this.#levels[level] = []
    this.#push(level + 1, completeRoot(tile), n)
  }

  takeTiles(): Tiles {
    const full = this.#full
    this.#full = []
    const partial = this.#levels.flatMap((hashes, level): Tile[] => {
      const n = Math.floor(Math.floor(this.#size / tileWidth ** level) / tileWidth)
      return hashes.length > 0 ? [{ level, n, hashes: Buffer.concat(hashes) }] : []
    })
    return { full, partial }
  }

  /** The files that the present size needs and that were not taken before. */
  take(): Written {
    const files = this.#bundles
    this.#bundles = new Map()
    const { full, partial } = this.takeTiles()
    for (const tile of full) files.set(pathOf(tile), tile.hashes)
    const obsolete = [...files.keys()].map(partialFolder)
    for (const tile of partial) files.set(pathOf(tile), tile.hashes)
    const last = Math.floor(this.#size / tileWidth)
    if (this.#entries.length > 0) files.set(entriesPath(last, this.#entries.length), bundle(this.#entries))
    return { files, obsolete }
  }

  /** RFC 6962 section 2.1, from the right edge alone. */
  root(): Buffer {
    const peaks = this.#levels.toReversed().flatMap(peaksOf)
    const last = peaks.pop()
    if (!last) return emptyRoot()
    return Buffer.from(peaks.reduceRight<Uint8Array>((right, left) => nodeHash(left, right), last))
  }
}

/** The complete subtrees of a tile that is not full, largest first: its width in binary. */
const peaksOf = (hashes: readonly Uint8Array[]): Uint8Array[] => {
  const peaks: Uint8Array[] = []
  let start = 0
  for (let width = tileWidth / 2; width >= 1; width /= 2)
    if (hashes.length - start >= width) {
      peaks.push(completeRoot(hashes.slice(start, start + width)))
      start += width
    }
  return peaks
}
