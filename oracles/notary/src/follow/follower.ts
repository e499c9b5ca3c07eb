import type { Network } from '@hyperledger/fabric-gateway'
import type { common } from '@hyperledger/fabric-protos'
import pRetry from 'p-retry'
import type { Alarms } from '../alarms.ts'
import { BadBlock, type ChainPosition, type CheckedBlock, checkBlock } from '../blocks/check-block.ts'
import type { Head, NotaryLog } from '../log/notary-log.ts'

export interface FollowSettings {
  readonly chaincode: string
  readonly central: readonly string[]
}

/** Blocks that wait while earlier ones are written: one disk write then carries several. */
const mostWaiting = 256
const mostTogether = 64

/** Follows the own peer's blocks from where the log stands, checks each, and appends what they say. */
export class Follower {
  readonly #log: NotaryLog
  readonly #alarms: Alarms
  readonly #settings: FollowSettings
  readonly #onHead: (head: Head) => Promise<void>
  readonly #stop = new AbortController()
  #running: Promise<void> | undefined
  /** A bad block ends everything: nothing is derived from a ledger that does not hold together. */
  #stopped: string | undefined

  constructor(
    log: NotaryLog,
    alarms: Alarms,
    settings: FollowSettings,
    onHead: (head: Head) => Promise<void>,
  ) {
    this.#log = log
    this.#alarms = alarms
    this.#settings = settings
    this.#onHead = onHead
  }

  get stopped() {
    return this.#stopped
  }

  start(network: () => Network): void {
    this.#running = pRetry(() => this.#follow(network()), {
      retries: Number.POSITIVE_INFINITY,
      minTimeout: 200,
      maxTimeout: 10_000,
      signal: this.#stop.signal,
      shouldRetry: ({ error }) => !(error instanceof BadBlock) && !this.#stop.signal.aborted,
    }).catch((error) => this.#end(error))
  }

  async #end(error: unknown): Promise<void> {
    if (this.#stop.signal.aborted) return
    this.#stopped = error instanceof Error ? error.message : String(error)
    await this.#alarms.raise('bad-block', this.#stopped)
  }

  async close(): Promise<void> {
    this.#stop.abort()
    await this.#running
  }

  async #follow(network: Network): Promise<void> {
    const blocks = await network.getBlockEvents({ startBlock: BigInt(this.#log.head.next) })
    const end = () => blocks.close()
    this.#stop.signal.addEventListener('abort', end)
    try {
      await this.#take(blocks)
    } finally {
      this.#stop.signal.removeEventListener('abort', end)
      blocks.close()
    }
    if (!this.#stop.signal.aborted) throw new Error('区块流结束 / the stream of blocks ended')
  }

  async #take(blocks: AsyncIterable<common.Block>): Promise<void> {
    const waiting: CheckedBlock[] = []
    let position: ChainPosition = this.#log.position
    let writing: Promise<void> | undefined
    let failure: unknown
    const write = async () => {
      while (waiting.length > 0) await this.#onHead(await this.#log.append(waiting.splice(0, mostTogether)))
    }
    const keepWriting = () => {
      writing ??= write()
        .catch((error) => {
          failure = error
        })
        .finally(() => {
          writing = undefined
        })
      return writing
    }
    try {
      for await (const block of blocks) {
        const checked = checkBlock(block, position, this.#settings)
        position = checked.after
        waiting.push(checked)
        const written = keepWriting()
        if (waiting.length >= mostWaiting) await written
        if (failure) throw failure
      }
    } finally {
      await writing
    }
    if (failure) throw failure
  }
}
