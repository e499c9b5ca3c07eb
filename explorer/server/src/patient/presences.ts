import { randomBytes } from 'node:crypto'
import type { KeyId } from '@huren/records'

interface Waiting {
  readonly challenge: string
  readonly until: number
}

/** Which session has shown which key: in memory only, so that no disk links an account with a key. */
export class Presences {
  readonly #challenges = new Map<string, Waiting>()
  readonly #keys = new Map<string, KeyId>()
  readonly #isAlive: (session: string) => boolean

  constructor(isAlive: (session: string) => boolean) {
    this.#isAlive = isAlive
  }

  /** A fresh challenge for this session, good for two minutes and one answer. */
  challenge(session: string, now = Date.now()): string {
    for (const known of [...this.#challenges.keys(), ...this.#keys.keys()])
      if (!this.#isAlive(known)) this.forget(known)
    const challenge = randomBytes(16).toString('base64url')
    this.#challenges.set(session, { challenge, until: now + 120_000 })
    return challenge
  }

  /** Whether this answers the session's challenge; either way it is used up. */
  take(session: string, challenge: string, now = Date.now()): boolean {
    const waiting = this.#challenges.get(session)
    this.#challenges.delete(session)
    return waiting !== undefined && waiting.challenge === challenge && now < waiting.until
  }

  show(session: string, key: KeyId): void {
    this.#keys.set(session, key)
  }
  keyOf(session: string): KeyId | undefined {
    return this.#keys.get(session)
  }
  forget(session: string): void {
    this.#challenges.delete(session)
    this.#keys.delete(session)
  }
}
