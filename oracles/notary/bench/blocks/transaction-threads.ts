import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { TransactionMaterial } from './transaction-thread.ts'

const statementsPerTransaction = 50
const transactionsPerBlock = 10
/** Blocks that a thread is asked for at a time: so that none is idle, and few wait to be written. */
const ahead = 2

/** A thread that makes the envelopes of one block after the other; its answers come in the order of the questions. */
class TransactionThread {
  readonly #worker: Worker
  readonly #waiting: PromiseWithResolvers<Uint8Array[]>[] = []

  constructor(material: TransactionMaterial) {
    this.#worker = new Worker(join(import.meta.dirname, 'transaction-thread.ts'), { workerData: material })
    this.#worker.on('message', (envelopes) => this.#waiting.shift()?.resolve(envelopes))
    this.#worker.on('error', (error) => {
      for (const { reject } of this.#waiting.splice(0)) reject(error)
    })
  }

  /** @param sizes how many statements each transaction carries */
  make(sizes: readonly number[]): Promise<Uint8Array[]> {
    const answer = Promise.withResolvers<Uint8Array[]>()
    answer.promise.catch(() => undefined) // heard of when its turn comes
    this.#waiting.push(answer)
    this.#worker.postMessage(sizes)
    return answer.promise
  }

  close(): Promise<number> {
    return this.#worker.terminate()
  }
}

/** Of each block, how many statements each of its transactions carries. */
function* blocksOf(statements: number): Generator<number[]> {
  for (let left = statements; left > 0; ) {
    const sizes: number[] = []
    for (; left > 0 && sizes.length < transactionsPerBlock; left -= statementsPerTransaction)
      sizes.push(Math.min(left, statementsPerTransaction))
    yield sizes
  }
}

/** The envelopes of one block after the other, `statements` in all, made by as many threads as there are processors. */
export async function* envelopesOfBlocks(
  material: TransactionMaterial,
  statements: number,
): AsyncGenerator<Uint8Array[]> {
  const threads = Array.from({ length: availableParallelism() }, () => new TransactionThread(material))
  const blocks = blocksOf(statements)
  const asked: Promise<Uint8Array[]>[] = []
  const ask = (thread: TransactionThread) => {
    const { value, done } = blocks.next()
    if (!done) asked.push(thread.make(value))
  }
  try {
    for (let n = 0; n < ahead; n++) threads.forEach(ask)
    for (let turn = 0; asked.length > 0; turn++) {
      const envelopes = await asked.shift()
      const thread = threads[turn % threads.length]
      if (thread) ask(thread)
      if (envelopes) yield envelopes
    }
  } finally {
    await Promise.all(threads.map((thread) => thread.close()))
  }
}
