import type { DerivedTiles } from './derived-log.ts'
import type { Report } from './deviation.ts'
import type { PublishedLog } from './published.ts'
import { type Fault, faultsIn, type Wanted, wantedOf } from './tiles.ts'

const mostReported = 100
/** Files that are fetched at a time. */
const together = 16

/**
 * Compares a published log with what the blocks say, while the blocks are read: the signed root, and every tile and entry
 * that is served, whose sizes must be those of the signed tree.
 */
export class Comparison {
  readonly #log: PublishedLog
  readonly #report: Report
  #waiting: Wanted[] = []
  #reported = 0
  #isWhole = false

  constructor(log: PublishedLog, report: Report) {
    this.#log = log
    this.#report = report
  }

  /** What the notary has signed. */
  get size(): number {
    return this.#log.checkpoint.size
  }

  /** Tiles on the way to the signed size; at that size also the root, and the tiles that are not full. */
  take({ size, root, full, partial, nameOf }: DerivedTiles): void {
    if (this.#isWhole || size > this.size) return
    this.#isWhole = size === this.size
    if (this.#isWhole) this.#compareRoot(root())
    const tiles = this.#isWhole ? [...full, ...partial] : full
    this.#waiting.push(...tiles.flatMap((tile) => wantedOf(tile, nameOf)))
  }

  /** Fetches what waits, once there is enough of it: what is taken meanwhile must not pile up. */
  async settle(): Promise<void> {
    while (this.#waiting.length >= together) await this.#fetch()
  }

  /** @param size of the log that the blocks have */
  async end(size: number): Promise<void> {
    while (this.#waiting.length > 0) await this.#fetch()
    if (this.size > size)
      this.#report({
        code: 'log-ahead',
        detail: `${this.#log.place} has ${this.size} entries, the blocks only ${size}`,
      })
  }

  async #fetch(): Promise<void> {
    const files = this.#waiting.splice(0, together)
    const faults = await Promise.all(files.map((file) => faultsIn(this.#log.read, file)))
    for (const fault of faults.flat()) this.#say(fault)
  }

  #compareRoot(root: Buffer): void {
    const { place, checkpoint } = this.#log
    if (checkpoint.size > 0 && !root.equals(checkpoint.root))
      this.#report({ code: 'log-split', detail: `${place} signed another tree at size ${checkpoint.size}` })
  }

  #say({ code, detail, index, name }: Fault): void {
    if (++this.#reported > mostReported) return
    const about = `${this.#log.place}: ${detail}`
    if (index === undefined || !name) this.#report({ code, detail: about })
    else this.#report({ code, detail: about, index, ...name })
  }
}
