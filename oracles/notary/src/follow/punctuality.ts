import { setTimeout as delay } from 'node:timers/promises'
import type { Alarms } from '../alarms.ts'
import type { NotaryLog } from '../log/notary-log.ts'
import type { Stages } from '../stages.ts'

/** Between two questions to the peer, in milliseconds. */
const interval = 3000

/** Asks the own peer how far the ledger has come: a committed block that does not get into the log is an alarm. */
export class Punctuality {
  readonly #log: NotaryLog
  readonly #alarms: Alarms
  readonly #within: Stages
  readonly #height: () => Promise<number>
  readonly #stop = new AbortController()
  #next = 0
  /** Since when the log has stood still behind the ledger. */
  #behindSince: number | undefined

  constructor(log: NotaryLog, alarms: Alarms, within: Stages, height: () => Promise<number>) {
    this.#log = log
    this.#alarms = alarms
    this.#within = within
    this.#height = height
  }

  start(): void {
    void this.#run()
  }

  /** A question to the peer that is still open is not waited for: its answer counts no more. */
  close(): void {
    this.#stop.abort()
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      await delay(interval, undefined, { signal: this.#stop.signal }).catch(() => undefined)
      // A peer that does not answer says nothing about the log; whoever submits notices that it is gone.
      const height = await this.#height().catch(() => undefined)
      if (height === undefined || this.#stop.signal.aborted) continue
      await this.look(height, Date.now()).catch((error: unknown) =>
        console.error(JSON.stringify({ punctuality: String(error) })),
      )
    }
  }

  /** @param height blocks that the peer has @param now milliseconds since 1970 */
  async look(height: number, now: number): Promise<void> {
    const { next } = this.#log.head
    if (next >= height || next !== this.#next) this.#behindSince = undefined
    this.#next = next
    if (next >= height) return
    this.#behindSince ??= now
    if (now - this.#behindSince < this.#within.logged) return
    await this.#alarms.raise(
      'log-overdue',
      `block ${next} is committed and not logged after ${this.#within.logged} ms`,
    )
  }
}
