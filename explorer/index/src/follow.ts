import { common } from '@hyperledger/fabric-protos'
import pRetry from 'p-retry'
import { connectLedger, type LedgerConnection, type LedgerSettings } from './blocks/connection.ts'
import { type Block, readBlock } from './blocks/read-block.ts'
import { type ExplorerIndex, OtherChain } from './explorer-index.ts'

export interface Following {
  /** What the last interruption was, until blocks come again. */
  readonly trouble: string | undefined
  close(): Promise<void>
}

/** Blocks that share one write while the index catches up. */
const mostTogether = 64

/**
 * Follows the peer's blocks into the index, from where it stands and for ever: lost connections are tried again, and
 * another chain at the other end empties the index first.
 */
export const follow = async (index: ExplorerIndex, settings: LedgerSettings): Promise<Following> => {
  const connection = await connectLedger(settings)
  const follower = new Follower(index, settings, connection)
  follower.start()
  return follower
}

class Follower implements Following {
  readonly #index: ExplorerIndex
  readonly #settings: LedgerSettings
  readonly #connection: LedgerConnection
  readonly #stop = new AbortController()
  #running: Promise<void> | undefined
  trouble: string | undefined

  constructor(index: ExplorerIndex, settings: LedgerSettings, connection: LedgerConnection) {
    this.#index = index
    this.#settings = settings
    this.#connection = connection
  }

  start(): void {
    this.#running = pRetry(() => this.#read(), {
      retries: Number.POSITIVE_INFINITY,
      minTimeout: 200,
      maxTimeout: 5000,
      signal: this.#stop.signal,
      onFailedAttempt: ({ error }) => {
        this.trouble = error.message
      },
    }).catch((error: unknown) => {
      if (!this.#stop.signal.aborted) this.trouble = String(error)
    })
  }

  /** A ledger that is shorter than the index is another one. */
  async #checkHeight(): Promise<void> {
    const qscc = this.#connection.network.getContract('qscc')
    const info = await qscc.evaluateTransaction('GetChainInfo', this.#settings.channel)
    if (common.BlockchainInfo.deserializeBinary(info).getHeight() < this.#index.height)
      await this.#index.clear()
  }

  async #read(): Promise<void> {
    await this.#checkHeight()
    const next = this.#index.height
    const blocks = await this.#connection.network.getBlockEvents({
      startBlock: BigInt(Math.max(0, next - 1)),
    })
    const end = () => blocks.close()
    this.#stop.signal.addEventListener('abort', end)
    const writer = new Writer(this.#index)
    try {
      for await (const block of blocks) {
        this.trouble = undefined
        await writer.take(readBlock(block, this.#settings.chaincode))
      }
    } finally {
      this.#stop.signal.removeEventListener('abort', end)
      blocks.close()
      await writer.done()
    }
    if (!this.#stop.signal.aborted) throw new Error('the stream of blocks ended')
  }

  async close(): Promise<void> {
    this.#stop.abort()
    await this.#running
    this.#connection.close()
  }
}

/** Writes what came in while the last write was under way, together. */
class Writer {
  readonly #index: ExplorerIndex
  #waiting: Block[] = []
  #writing: Promise<void> | undefined
  #failure: unknown

  constructor(index: ExplorerIndex) {
    this.#index = index
  }

  async take(block: Block): Promise<void> {
    if (this.#failure) throw this.#failure
    if (block.number < this.#index.height) return this.#checkSame(block)
    this.#waiting.push(block)
    this.#writing ??= this.#drain()
    if (this.#waiting.length >= mostTogether * 4) await this.#writing
  }

  async #checkSame(block: Block): Promise<void> {
    try {
      await this.#index.recognise(block)
    } catch (error) {
      if (error instanceof OtherChain) await this.#index.clear()
      throw error
    }
  }

  async #drain(): Promise<void> {
    try {
      while (this.#waiting.length > 0) await this.#index.add(this.#waiting.splice(0, mostTogether))
    } catch (error) {
      this.#failure = error
    } finally {
      this.#writing = undefined
    }
  }

  /** @throws what went wrong with a write */
  async done(): Promise<void> {
    await this.#writing
    if (this.#failure) throw this.#failure
  }
}
