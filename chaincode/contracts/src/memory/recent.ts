/** Remembers the values computed last for their keys, a bounded number of them. For pure functions only. */
export class Recent<V> {
  readonly #values = new Map<string, V>()
  readonly #capacity: number

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  get(key: string): V | undefined {
    return this.#values.get(key)
  }

  set(key: string, value: V) {
    for (const oldest of this.#values.keys()) {
      if (this.#values.size < this.#capacity) break
      this.#values.delete(oldest)
    }
    this.#values.set(key, value)
  }
}
