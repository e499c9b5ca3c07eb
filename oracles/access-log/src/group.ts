import { AccessLogError } from './error.ts'

/** So many are committed at once, and a request's worth more. */
const largeGroup = 4096

interface Waiting<Item, Answer> {
  readonly items: readonly Item[]
  readonly resolve: (answers: Answer[]) => void
  readonly reject: (error: unknown) => void
}

/** Group commit: whatever arrives while one group is written is the next group, so that all share one sync. */
export class GroupCommit<Item, Answer> {
  readonly #commit: (items: Item[]) => Promise<Answer[]>
  readonly #waiting: Waiting<Item, Answer>[] = []
  readonly #mostWaiting: number
  #count = 0
  #running: Promise<void> | undefined

  /** @param commit makes a group durable and answers for each item, in order; one group at a time */
  constructor(commit: (items: Item[]) => Promise<Answer[]>, mostWaiting: number) {
    this.#commit = commit
    this.#mostWaiting = mostWaiting
  }

  /** Adds items that are committed together. @throws AccessLogError `log-busy` when too many wait */
  add(items: readonly Item[]): Promise<Answer[]> {
    if (this.#count + items.length > this.#mostWaiting)
      return Promise.reject(
        new AccessLogError('log-busy', `more than ${this.#mostWaiting} events wait; try again later`),
      )
    const { promise, resolve, reject } = Promise.withResolvers<Answer[]>()
    this.#waiting.push({ items, resolve, reject })
    this.#count += items.length
    this.#running ??= this.#run()
    return promise
  }

  /** Resolves when nothing waits any more. */
  async idle(): Promise<void> {
    await this.#running
  }

  async #run(): Promise<void> {
    await new Promise<void>((resolve) => setImmediate(resolve))
    while (this.#waiting.length > 0) await this.#commitGroup(this.#nextGroup())
    this.#running = undefined
  }

  #nextGroup(): Waiting<Item, Answer>[] {
    let [end, size] = [0, 0]
    while (end < this.#waiting.length && size < largeGroup) size += this.#waiting[end++]?.items.length ?? 0
    this.#count -= size
    return this.#waiting.splice(0, end)
  }

  async #commitGroup(group: readonly Waiting<Item, Answer>[]): Promise<void> {
    try {
      const answers = await this.#commit(group.flatMap(({ items }) => items))
      for (const { items, resolve } of group) resolve(answers.splice(0, items.length))
    } catch (error) {
      for (const { reject } of group) reject(error)
    }
  }
}
