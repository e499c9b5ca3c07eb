import type { KeyId } from '@huren/records'
import type { Buckets } from '../store/buckets.ts'

/** Nonces of signed requests, remembered until the request is too old anyway; restarts forget none. */
export class Nonces {
  readonly #bucket: Buckets['nonces']
  readonly #seen = new Map<string, number>()

  constructor(bucket: Buckets['nonces']) {
    this.#bucket = bucket
  }

  async restore(): Promise<void> {
    for await (const key of this.#bucket.keys()) {
      const [expires, ...rest] = key.split('/')
      this.#seen.set(rest.join('/'), Number(expires))
    }
  }

  /**
   * Uses a nonce up.
   * @param expires milliseconds since the epoch after which the request is refused for its age
   * @returns false when it was used before
   */
  async use(key: KeyId, nonce: string, expires: number): Promise<boolean> {
    const name = `${key}/${nonce}`
    if (this.#seen.has(name)) return false
    this.#seen.set(name, expires)
    await this.#bucket.put(`${expires}/${name}`, '')
    return true
  }

  async sweep(now: number): Promise<void> {
    for (const [name, expires] of this.#seen) if (expires < now) this.#seen.delete(name)
    await this.#bucket.clear({ lt: `${now}` })
  }
}
