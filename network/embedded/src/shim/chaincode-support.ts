import type { Proposal } from '../endorser/proposal.ts'
import { ChaincodeThread } from './chaincode-thread.ts'
import type { WorkerTask } from './chaincode-worker.ts'
import type { SimulationAnswer } from './simulation-message.ts'

/** Runs transaction functions; starts the chaincode's thread anew if it died or got stuck. */
export class ChaincodeSupport {
  readonly #task: WorkerTask
  #thread: Promise<ChaincodeThread> | undefined
  /** While a thread is suspected to be stuck, nobody is sent there. */
  #doubt: Promise<void> = Promise.resolve()

  constructor(task: WorkerTask) {
    this.#task = task
  }

  /** @throws Error if the chaincode cannot be started */
  async start(): Promise<ChaincodeThread> {
    this.#thread ??= this.#launch()
    try {
      return await this.#thread
    } catch (error) {
      this.#thread = undefined
      throw error
    }
  }

  async #launch(): Promise<ChaincodeThread> {
    const thread = await ChaincodeThread.start(this.#task)
    const forget = () => {
      this.#thread = undefined
    }
    thread.exited.then(forget, forget)
    return thread
  }

  /**
   * Runs the proposal's function for each of the organisations, against one snapshot of the state.
   * @returns in their order, what each run said, or why it did not end
   * @throws Error if the chaincode dies, or its thread is stuck
   */
  async simulate({ signed }: Proposal, organisations: readonly number[]): Promise<SimulationAnswer['runs']> {
    await this.#doubt
    const thread = await this.start()
    const timer = setTimeout(() => {
      this.#doubt = thread.endIfStuck()
    }, this.#task.timeout)
    try {
      return await thread.simulate(signed.serializeBinary(), organisations)
    } finally {
      clearTimeout(timer)
    }
  }

  async close(): Promise<void> {
    const thread = await this.#thread?.catch(() => undefined)
    await thread?.end()
  }
}
