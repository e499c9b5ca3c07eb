/**
 * Answers that many dashboards ask for at once are worked out once: an answer may be used again for a moment, as long as
 * nothing is kept that is older. Whoever needs the newest asks again a moment later.
 */
export class Recent<T> {
  readonly #answers = new Map<string, { readonly at: number; readonly value: T }>()
  readonly #age: number

  /** @param age milliseconds */
  constructor(age: number) {
    this.#age = age
  }

  get(key: string, make: () => T, now = Date.now()): T {
    const known = this.#answers.get(key)
    if (known && now - known.at < this.#age) return known.value
    for (const [other, { at }] of this.#answers) if (now - at >= this.#age) this.#answers.delete(other)
    const value = make()
    this.#answers.set(key, { at: now, value })
    return value
  }
}

/** Milliseconds; a dashboard asks again after two seconds (explorer/web, `useLive`). */
export const moment = 1000
