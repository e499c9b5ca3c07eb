import { hash } from 'node:crypto'
import { absent } from './summary.ts'

/** Four numbers of 32 bits: half of a SHA-256, for which nobody finds two keys. */
export const digestWords = 4

/** The digests of some keys, one after the other. */
export const digestsOf = (keys: readonly string[]): Uint32Array => {
  const digests = new Uint32Array(keys.length * digestWords)
  for (const [i, key] of keys.entries()) {
    const digest = hash('sha256', key, 'buffer')
    for (let word = 0; word < digestWords; word++)
      digests[i * digestWords + word] = digest.readUInt32LE(word * 4)
  }
  return digests
}

const fullest = 0.7

/**
 * The version of each key of the state, by the keys' digests: a table of 24 bytes a place, since an audit of a million
 * statements meets millions of keys.
 */
export class VersionTable {
  #places = 1024
  #digests = new Uint32Array(this.#places * digestWords)
  /** NaN where a place is free. */
  #versions = new Float64Array(this.#places).fill(Number.NaN)
  #size = 0

  /** The version of the n-th of some digests; `absent` for a key that is not there. */
  get(digests: Uint32Array, n: number): number {
    const version = this.#versions[this.#placeOf(digests, n)] ?? Number.NaN
    return Number.isNaN(version) ? absent : version
  }

  /** A deleted key stays, as `absent`. */
  set(digests: Uint32Array, n: number, version: number): void {
    if (this.#size >= this.#places * fullest) this.#grow()
    const place = this.#placeOf(digests, n)
    if (Number.isNaN(this.#versions[place])) {
      this.#size += 1
      this.#digests.set(digests.subarray(n * digestWords, (n + 1) * digestWords), place * digestWords)
    }
    this.#versions[place] = version
  }

  /** Where the digest is, or would be: the first free place from where its first word points. */
  #placeOf(digests: Uint32Array, n: number): number {
    const from = n * digestWords
    let place = (digests[from] ?? 0) & (this.#places - 1)
    while (!Number.isNaN(this.#versions[place]) && !this.#holds(place, digests, from))
      place = (place + 1) & (this.#places - 1)
    return place
  }

  #holds(place: number, digests: Uint32Array, from: number): boolean {
    for (let word = 0; word < digestWords; word++)
      if (this.#digests[place * digestWords + word] !== digests[from + word]) return false
    return true
  }

  #grow(): void {
    const [digests, versions] = [this.#digests, this.#versions]
    this.#places *= 2
    this.#digests = new Uint32Array(this.#places * digestWords)
    this.#versions = new Float64Array(this.#places).fill(Number.NaN)
    this.#size = 0
    for (const [place, version] of versions.entries())
      if (!Number.isNaN(version)) this.set(digests, place, version)
  }
}
