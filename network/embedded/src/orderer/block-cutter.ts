import type { BatchSettings } from '../settings.ts'

/** Collects envelopes in the order they came, and cuts them into batches that keep the limits. */
export class BlockCutter {
  readonly #settings: BatchSettings
  readonly #waiting: Uint8Array[] = []

  constructor(settings: BatchSettings) {
    this.#settings = settings
  }

  get waiting(): number {
    return this.#waiting.length
  }

  get waitingBytes(): number {
    return this.#waiting.reduce((bytes, envelope) => bytes + envelope.length, 0)
  }

  /** Whether a batch need not wait for more. */
  get isFull(): boolean {
    return this.#count() < this.#waiting.length || this.#waiting.length >= this.#settings.maxMessages
  }

  add(envelope: Uint8Array): void {
    this.#waiting.push(envelope)
  }

  cut(): Uint8Array[] {
    return this.#waiting.splice(0, this.#count())
  }

  /** How many fit in one block; at least one, if there is one. */
  #count(): number {
    let bytes = 0
    let count = 0
    for (const envelope of this.#waiting) {
      bytes += envelope.length
      if (count >= this.#settings.maxMessages || (count > 0 && bytes > this.#settings.preferredMaxBytes))
        break
      count++
    }
    return count
  }
}
