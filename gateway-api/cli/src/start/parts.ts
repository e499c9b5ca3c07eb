import type { ChildPlan } from './child.ts'
import { type Supervised, supervise } from './supervisor.ts'

/** The processes of a system. */
export class Parts {
  readonly #running: [place: number, part: Supervised][] = []
  #asked = 0
  readonly #say: (line: string) => void

  constructor(say: (line: string) => void) {
    this.#say = say
  }

  /** @throws RefusedError when it does not come up */
  async start(plan: ChildPlan): Promise<Supervised> {
    this.#say(`启动 starting: ${plan.name}`)
    const place = this.#asked++
    const part = await supervise(plan, this.#say)
    this.#running.push([place, part])
    return part
  }

  /** Rejects when one is given up. */
  get givenUp(): Promise<never> {
    return Promise.race(this.#running.map(([, { givenUp }]) => givenUp))
  }

  /** The last that was asked for first, however long each took to come up. */
  async stop(): Promise<void> {
    for (const [, part] of [...this.#running].sort(([a], [b]) => b - a)) await part.stop()
  }
}
