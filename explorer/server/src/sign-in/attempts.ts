import { RateLimiterMemory } from 'rate-limiter-flexible'
import type { Accounts, Person } from './accounts.ts'

/** Signing in and changing a password are guesses at the same secret: ten wrong ones in a quarter of an hour, together. */
export class Attempts {
  readonly #limiter = new RateLimiterMemory({ points: 10, duration: 15 * 60 })
  readonly #accounts: Accounts

  constructor(accounts: Accounts) {
    this.#accounts = accounts
  }

  async check(account: string, password: string): Promise<Person | 'wrong' | 'too-many'> {
    const allowed = await this.#limiter.consume(account).then(
      () => true,
      () => false,
    )
    if (!allowed) return 'too-many'
    const person = this.#accounts.check(account, password)
    if (!person) return 'wrong'
    await this.#limiter.delete(account)
    return person
  }
}
