/** What one `batch` of a Level store takes. */
export interface Store<Operation> {
  batch(operations: Operation[], options: { sync: boolean }): Promise<void>
}

interface Waiting<Operation> {
  readonly operations: readonly Operation[]
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/**
 * Group commit: writes that arrive while one is on its way to the disk go together in the next, so that many
 * requests share one fsync. Resolves when the operations are on the disk.
 */
export class GroupCommit<Operation> {
  readonly #store: Store<Operation>
  #waiting: Waiting<Operation>[] = []
  #writing: Promise<void> | undefined

  constructor(store: Store<Operation>) {
    this.#store = store
  }

  write(operations: readonly Operation[]): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.#waiting.push({ operations, resolve, reject })
    this.#writing ??= this.#drain()
    return promise
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      const group = this.#waiting
      this.#waiting = []
      try {
        await this.#store.batch(
          group.flatMap(({ operations }) => operations),
          { sync: true },
        )
        for (const { resolve } of group) resolve()
      } catch (error) {
        for (const { reject } of group) reject(error)
      }
    }
    this.#writing = undefined
  }

  /** Waits for what is on its way. */
  async close(): Promise<void> {
    await this.#writing
  }
}
