import { once } from 'node:events'
import { MessageChannel, Worker } from 'node:worker_threads'
import { peer } from '@hyperledger/fabric-protos'
import type { WorkerTask } from './chaincode-worker.ts'
import { Conversation } from './conversation.ts'
import { Outbox, type Posted } from './outbox.ts'

export interface ChaincodeSource {
  /** Module that exports createChaincode(). */
  module: string
  chaincodeName: string
  /** One conversation for each endorsing organisation. */
  organisations: number
}

/** How long a thread may take to show that it is not stuck, in milliseconds. */
const patience = 2000

/** Rejects if the thread ends before it can serve. */
const failure = async (worker: Worker, module: string): Promise<never> => {
  const reasons: unknown[] = []
  worker.on('message', (reason) => reasons.push(reason))
  await once(worker, 'exit')
  throw new Error(`the chaincode of ${module} cannot be started: ${reasons[0] ?? 'its thread ended'}`)
}

/** A worker thread that runs the chaincode, and a peer's end of each of its conversations. */
export class ChaincodeThread {
  readonly #worker: Worker
  readonly #conversations: readonly Conversation[]

  private constructor(worker: Worker, conversations: readonly Conversation[]) {
    this.#worker = worker
    this.#conversations = conversations
  }

  /** @throws Error if the module cannot be loaded or gives no chaincode */
  static async start({ module, chaincodeName, organisations }: ChaincodeSource): Promise<ChaincodeThread> {
    const { port1, port2 } = new MessageChannel()
    const workerData: WorkerTask = { module, chaincodeName, organisations, port: port2 }
    const worker = new Worker(new URL('./chaincode-worker.ts', import.meta.url), {
      workerData,
      transferList: [port2],
      env: {
        ...process.env,
        CORE_CHAINCODE_LOGGING_LEVEL: process.env.CORE_CHAINCODE_LOGGING_LEVEL ?? 'CRITICAL',
      },
    })
    const outbox = new Outbox(port1)
    const conversations = Array.from(
      { length: organisations },
      (_, index) => new Conversation((message) => outbox.add(index, message), chaincodeName),
    )
    port1.on('message', (posted: readonly Posted[]) => {
      for (const [index, bytes] of posted)
        conversations[index]?.receive(peer.ChaincodeMessage.deserializeBinary(bytes))
    })
    worker.on('exit', () => port1.close())
    const thread = new ChaincodeThread(worker, conversations).#watch()
    await Promise.race([Promise.all(conversations.map(({ ready }) => ready)), failure(worker, module)])
    return thread
  }

  #watch(): this {
    const terminate = (reason: Error) => {
      for (const conversation of this.#conversations) conversation.terminate(reason)
    }
    this.#worker.on('error', terminate)
    this.#worker.on('exit', () => terminate(new Error('chaincode stream terminated')))
    return this
  }

  get exited(): Promise<unknown> {
    return once(this.#worker, 'exit')
  }

  conversation(organisation: number): Conversation {
    const conversation = this.#conversations[organisation]
    if (!conversation) throw new Error(`there is no organisation ${organisation}`)
    return conversation
  }

  /** Ends the thread if it is stuck in a transaction function that never returns. */
  async endIfStuck(): Promise<void> {
    const alive = once(this.#worker, 'message', { signal: AbortSignal.timeout(patience) })
    this.#worker.postMessage('alive?')
    await alive.catch(() => this.#worker.terminate())
  }

  async end(): Promise<void> {
    await this.#worker.terminate()
  }
}
