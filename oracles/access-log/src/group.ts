import { AccessLogError } from './error.ts'

/** The largest group that is committed at once, and how many may wait behind it. */
const largestGroup = 2048
const mostWaiting = 50_000

interface Waiting<Item, Answer> {
  readonly item: Item
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: unknown) => void
}

/** Group commit: whatever arrives while one group is written is the next group, so that all share one sync. */
export class GroupCommit<Item, Answer> {
  readonly #commit: (items: Item[]) => Promise<Answer[]>
  #waiting: Waiting<Item, Answer>[] = []
  #running: Promise<void> | undefined

  /** @param commit makes a group durable and answers for each item, in order; one group at a time */
  constructor(commit: (items: Item[]) => Promise<Answer[]>) {
    this.#commit = commit
  }

  /** @throws AccessLogError `log-busy` when too many wait */
  add(item: Item): Promise<Answer> {
    if (this.#waiting.length >= mostWaiting)
      return Promise.reject(
        new AccessLogError('log-busy', `more than ${mostWaiting} events wait; try again later`),
      )
    const { promise, resolve, reject } = Promise.withResolvers<Answer>()
    this.#waiting.push({ item, resolve, reject })
    this.#running ??= this.#run()
    return promise
  }

  /** Resolves when nothing waits any more. */
  async idle(): Promise<void> {
    await this.#running
  }

  async #run(): Promise<void> {
    await new Promise<void>((resolve) => setImmediate(resolve))
    while (this.#waiting.length > 0) await this.#commitGroup(this.#waiting.splice(0, largestGroup))
    this.#running = undefined
  }

  async #commitGroup(group: Waiting<Item, Answer>[]): Promise<void> {
    try {
      const answers = await this.#commit(group.map(({ item }) => item))
      for (const [i, answer] of answers.entries()) group[i]?.resolve(answer)
    } catch (error) {
      for (const { reject } of group) reject(error)
    }
  }
}
