import { setTimeout as delay } from 'node:timers/promises'
import { common } from '@hyperledger/fabric-protos'
import type { Node } from '../identity/consortium.ts'
import { newBlock, setMetadata } from '../protoutil/block.ts'
import type { BatchSettings } from '../settings.ts'
import type { LedgerStore } from '../store/ledger-store.ts'
import { validateBlock } from '../validator/block.ts'
import type { ChannelRules } from '../validator/transaction.ts'
import { BlockCutter } from './block-cutter.ts'
import { signBlock } from './block-signature.ts'
import { BroadcastRefusal, filterEnvelope } from './broadcast.ts'
import { commitHash } from './commit-hash.ts'

export interface OrdererParts {
  store: LedgerStore
  node: Node
  rules: ChannelRules
  batch: BatchSettings
}

/** Puts transactions in order, validates them, and commits them block by block. */
export class Orderer {
  readonly #parts: OrdererParts
  readonly #cutter: BlockCutter
  #working: Promise<void> | undefined
  #closed = false
  readonly #failure = Promise.withResolvers<never>()

  constructor(parts: OrdererParts) {
    this.#parts = parts
    this.#cutter = new BlockCutter(parts.batch)
    this.failed.catch(() => undefined) // whoever runs the ledger decides what then
  }

  /** Rejects if a block cannot be written: nothing can be committed any more. */
  get failed(): Promise<never> {
    return this.#failure.promise
  }

  /**
   * Takes an envelope into the order. It is durable only once its transaction is committed.
   * @throws BroadcastRefusal
   */
  broadcast(envelope: common.Envelope): void {
    if (this.#closed) throw new BroadcastRefusal('SERVICE_UNAVAILABLE', 'the ledger is closing')
    const { rules, batch } = this.#parts
    filterEnvelope(envelope, { ...rules, absoluteMaxBytes: batch.absoluteMaxBytes })
    if (this.#cutter.waitingBytes > batch.maxWaitingBytes)
      throw new BroadcastRefusal('SERVICE_UNAVAILABLE', 'too many transactions are waiting: try again later')
    this.#cutter.add(envelope.serializeBinary())
    this.#working ??= this.#work()
  }

  async #work(): Promise<void> {
    try {
      while (this.#cutter.waiting > 0) {
        if (!this.#cutter.isFull && !this.#closed) await delay(this.#parts.batch.timeout)
        await this.#commit(this.#cutter.cut())
      }
    } catch (error) {
      this.#closed = true
      this.#failure.reject(error)
    } finally {
      this.#working = undefined
    }
  }

  async #commit(envelopes: readonly Uint8Array[]): Promise<void> {
    const { store, rules, node } = this.#parts
    const { height, hash } = store.tip
    const { flags, transactions, writes } = await validateBlock(height, envelopes, rules, {
      state: store.state,
      isCommitted: (id) => store.transaction(id) !== undefined,
    })
    const block = newBlock(height, Buffer.from(hash, 'hex'), envelopes)
    signBlock(block, node)
    setMetadata(block, 'TRANSACTIONS_FILTER', flags)
    const decided = commitHash(Buffer.from(store.tip.commitHash, 'hex'), flags, writes)
    setMetadata(block, 'COMMIT_HASH', metadataValue(decided))
    await store.commit({ block, transactions, writes, commitHash: decided })
  }

  /** Takes nothing more; resolves when everything taken is committed. */
  async close(): Promise<void> {
    this.#closed = true
    await this.#working
  }
}

export const metadataValue = (value: Uint8Array): Uint8Array => {
  const metadata = new common.Metadata()
  metadata.setValue(value)
  return metadata.serializeBinary()
}
