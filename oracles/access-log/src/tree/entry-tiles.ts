import { hashLength } from './hash.ts'
import { tileWidth } from './tiles.ts'

/** The commitments of a tile of the lowest level, in one piece. */
export interface EntryTile {
  readonly index: number
  readonly entries: Uint8Array
}

/** The last tile of entries as it grows. */
export class EntryEdge {
  #index: number
  #last: Uint8Array[]

  /** @param last the commitments of the tile that is not full */
  constructor(size: number, last: Uint8Array) {
    this.#index = Math.floor(size / tileWidth)
    this.#last = Array.from({ length: last.length / hashLength }, (_, i) =>
      last.subarray(i * hashLength, (i + 1) * hashLength),
    )
  }

  /** Appends commitments of 32 bytes. @returns every tile that has changed */
  append(commitments: readonly Uint8Array[]): EntryTile[] {
    const tiles: EntryTile[] = []
    for (const commitment of commitments) {
      this.#last.push(commitment)
      if (this.#last.length < tileWidth) continue
      tiles.push({ index: this.#index++, entries: Buffer.concat(this.#last) })
      this.#last = []
    }
    if (this.#last.length === 0) return tiles
    return [...tiles, { index: this.#index, entries: Buffer.concat(this.#last) }]
  }
}
