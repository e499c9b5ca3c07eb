import { Worker } from 'node:worker_threads'

interface Waiting {
  readonly resolve: (output: Uint8Array) => void
  readonly reject: (error: unknown) => void
}

/** VRF outputs, computed by a thread of their own, so that events of known persons do not wait for new ones. */
export class VrfThread {
  readonly #seed: Uint8Array
  readonly #waiting = new Map<number, Waiting>()
  #worker: Worker | undefined
  #next = 0

  /** @param seed see `Vrf` */
  constructor(seed: Uint8Array) {
    this.#seed = seed
  }

  /** The thread begins with the first name that is new. */
  #begin(): Worker {
    const worker = new Worker(new URL('./vrf-worker.ts', import.meta.url), { workerData: this.#seed })
    worker.on('message', ({ id, output }: { id: number; output: Uint8Array }) => {
      this.#waiting.get(id)?.resolve(output)
      this.#waiting.delete(id)
    })
    worker.on('error', (error) => {
      for (const { reject } of this.#waiting.values()) reject(error)
      this.#waiting.clear()
      this.#worker = undefined
    })
    return worker
  }

  output(text: Uint8Array): Promise<Uint8Array> {
    this.#worker ??= this.#begin()
    const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>()
    const id = this.#next++
    this.#waiting.set(id, { resolve, reject })
    this.#worker.postMessage({ id, text })
    return promise
  }

  async close(): Promise<void> {
    await this.#worker?.terminate()
  }
}
