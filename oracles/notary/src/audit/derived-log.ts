import { tileWidth } from '../log/paths.ts'
import { emptyEdge, hashLength, type Tile, TreeWriter } from '../log/tree-writer.ts'

/** Where a leaf comes from: to name what differs. */
export interface LeafName {
  readonly block: number
  /** Its id, or `-`. */
  readonly statement: string
}
/** Tiles that the log has at some size. */
export interface DerivedTiles {
  readonly size: number
  readonly root: () => Buffer
  readonly full: readonly Tile[]
  readonly partial: readonly Tile[]
  /** Of the leaves of these tiles. */
  readonly nameOf: (index: number) => LeafName | undefined
}

/**
 * The log that the blocks have, derived anew. Of a million leaves it keeps the right edge of the tree and the names of the
 * last, not full tile: what is complete is handed over once.
 */
export class DerivedLog {
  readonly #tree = new TreeWriter(emptyEdge)
  /** Names of the leaves from `#named` on. */
  #names: LeafName[] = []
  #named = 0

  get size(): number {
    return this.#tree.size
  }

  append(leafHash: Uint8Array, name: LeafName): void {
    this.#tree.appendHash(leafHash)
    this.#names.push(name)
  }

  root(): Buffer {
    return this.#tree.root()
  }

  /** What became full since the last time, and the right edge. */
  take(): DerivedTiles {
    const [names, named, size] = [this.#names, this.#named, this.size]
    const unfinished = size - (size % tileWidth)
    this.#names = names.slice(unfinished - named)
    this.#named = unfinished
    return {
      ...this.#tree.takeTiles(),
      size,
      root: () => this.#tree.root(),
      nameOf: (index) => names[index - named],
    }
  }
}

export const widthOf = ({ hashes }: Tile) => hashes.length / hashLength
