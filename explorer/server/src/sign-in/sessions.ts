import { randomBytes } from 'node:crypto'
import type { Person } from './accounts.ts'

interface Session extends Person {
  readonly begun: number
  seen: number
}

/** Sessions, in memory: they end when unused, when old, when signed out, and when the explorer is restarted. */
export class Sessions {
  readonly #sessions = new Map<string, Session>()
  readonly #idle: number
  readonly #longest: number

  /** @param idle milliseconds @param longest milliseconds */
  constructor(idle: number, longest: number) {
    this.#idle = idle
    this.#longest = longest
  }

  begin(person: Person, now = Date.now()): string {
    for (const [id, session] of this.#sessions) if (this.#isOver(session, now)) this.#sessions.delete(id)
    const id = randomBytes(32).toString('base64url')
    this.#sessions.set(id, { ...person, begun: now, seen: now })
    return id
  }

  #isOver({ begun, seen }: Session, now: number) {
    return now - seen > this.#idle || now - begun > this.#longest
  }

  /** @param use whether this keeps the session alive */
  find(id: string, use = true, now = Date.now()): Person | undefined {
    const session = this.#sessions.get(id)
    if (!session) return undefined
    if (this.#isOver(session, now)) {
      this.#sessions.delete(id)
      return undefined
    }
    if (use) session.seen = now
    const { begun: _begun, seen: _seen, ...person } = session
    return person
  }

  end(id: string): void {
    this.#sessions.delete(id)
  }

  /** Ends every session of an account, wherever it is open. */
  endAll(account: string): void {
    for (const [id, session] of this.#sessions) if (session.account === account) this.#sessions.delete(id)
  }
}
