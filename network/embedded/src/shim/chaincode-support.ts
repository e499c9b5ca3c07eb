import type { Proposal } from '../endorser/proposal.ts'
import type { Simulation } from '../endorser/simulation.ts'
import { type ChaincodeSource, ChaincodeThread } from './chaincode-thread.ts'
import type { Completion } from './conversation.ts'

/** Runs transaction functions; starts the chaincode's thread anew if it died or got stuck. */
export class ChaincodeSupport {
  readonly #source: ChaincodeSource
  readonly #timeout: number
  #thread: Promise<ChaincodeThread> | undefined
  /** While a thread is suspected to be stuck, nobody is sent there. */
  #doubt: Promise<void> = Promise.resolve()

  /** @param timeout Milliseconds after which an execution is given up */
  constructor(source: ChaincodeSource, timeout: number) {
    this.#source = source
    this.#timeout = timeout
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
    const thread = await ChaincodeThread.start(this.#source)
    const forget = () => {
      this.#thread = undefined
    }
    thread.exited.then(forget, forget)
    return thread
  }

  /**
   * Runs the proposal's function for one organisation.
   * @throws Error if it takes too long, or the chaincode dies
   */
  async execute(organisation: number, proposal: Proposal, simulation: Simulation): Promise<Completion> {
    await this.#doubt
    const thread = await this.start()
    const conversation = thread.conversation(organisation)
    const completion = conversation.invoke(proposal, simulation)
    const timeout = Promise.withResolvers<never>()
    const timer = setTimeout(() => {
      timeout.reject(new Error('timeout expired while executing transaction'))
      this.#doubt = thread.endIfStuck()
    }, this.#timeout)
    try {
      return await Promise.race([completion, timeout.promise])
    } finally {
      clearTimeout(timer)
      await conversation.abandon(proposal.transactionId)
    }
  }

  async close(): Promise<void> {
    const thread = await this.#thread?.catch(() => undefined)
    await thread?.end()
  }
}
