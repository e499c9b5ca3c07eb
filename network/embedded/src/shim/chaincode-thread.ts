import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { WorkerTask } from './chaincode-worker.ts'
import type { FromThread, SimulationAnswer, ToThread } from './simulation-message.ts'

/** How long a thread may take to show that it is not stuck, in milliseconds. */
const patience = 2000

type Runs = SimulationAnswer['runs']
type Waiting = PromiseWithResolvers<Runs>

/** A worker thread that runs the chaincode for all endorsing organisations. */
export class ChaincodeThread {
  readonly #worker: Worker
  readonly #waiting = new Map<number, Waiting>()
  readonly #ready = Promise.withResolvers<void>()
  #alive = Promise.withResolvers<void>()
  #requests = 0
  #ending = 'chaincode stream terminated'

  private constructor(worker: Worker) {
    this.#worker = worker
    worker.on('message', (message: FromThread) => this.#hear(message))
    worker.on('error', (error) => {
      this.#ending = error.message
    })
    worker.on('exit', () => this.#end())
  }

  /** @throws Error if the module cannot be loaded or gives no chaincode */
  static async start(task: WorkerTask): Promise<ChaincodeThread> {
    const worker = new Worker(new URL('./chaincode-worker.ts', import.meta.url), {
      workerData: task,
      env: {
        ...process.env,
        CORE_CHAINCODE_LOGGING_LEVEL: process.env.CORE_CHAINCODE_LOGGING_LEVEL ?? 'CRITICAL',
      },
    })
    const thread = new ChaincodeThread(worker)
    await thread.#ready.promise.catch(async (reason: Error) => {
      // its store is let go before the ledger's: Level must not close while a thread still holds it
      await thread.end()
      throw new Error(`the chaincode of ${task.module} cannot be started: ${reason.message}`)
    })
    return thread
  }

  get exited(): Promise<unknown> {
    return once(this.#worker, 'exit')
  }

  #hear(message: FromThread) {
    if (message.kind === 'ready') this.#ready.resolve()
    else if (message.kind === 'alive') this.#alive.resolve()
    else if (message.kind === 'failed') this.#ready.reject(new Error(message.reason))
    else {
      this.#waiting.get(message.id)?.resolve(message.runs)
      this.#waiting.delete(message.id)
    }
  }

  #end() {
    const reason = new Error(this.#ending)
    this.#ready.reject(reason)
    for (const { reject } of this.#waiting.values()) reject(reason)
    this.#waiting.clear()
  }

  #tell(message: ToThread) {
    this.#worker.postMessage(message)
  }

  /**
   * Runs a proposal's function once for each of the organisations, against one snapshot.
   * @throws Error if the thread ends before
   */
  simulate(proposal: Uint8Array, organisations: readonly number[]): Promise<Runs> {
    const waiting: Waiting = Promise.withResolvers()
    const id = ++this.#requests
    this.#waiting.set(id, waiting)
    this.#tell({ kind: 'simulate', id, proposal, organisations })
    return waiting.promise
  }

  /** Ends the thread if it is stuck in a transaction function that never returns. */
  async endIfStuck(): Promise<void> {
    this.#alive = Promise.withResolvers()
    this.#tell({ kind: 'alive?' })
    const stuck = AbortSignal.timeout(patience)
    const alive = await Promise.race([
      this.#alive.promise.then(() => true),
      once(stuck, 'abort').then(() => false),
    ])
    if (alive) return
    this.#ending = 'timeout expired while executing transaction'
    await this.#worker.terminate()
  }

  async end(): Promise<void> {
    await this.#worker.terminate()
  }
}
