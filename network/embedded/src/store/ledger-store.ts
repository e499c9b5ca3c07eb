import { EventEmitter, once } from 'node:events'
import { common } from '@hyperledger/fabric-protos'
import { blockHeaderHash, headerOf } from '../protoutil/block.ts'
import { hex } from '../protoutil/digest.ts'
import {
  type Buckets,
  blockKey,
  openBuckets,
  type Store,
  type Tip,
  type TransactionEntry,
} from './buckets.ts'
import { DamagedLedger } from './damage.ts'
import { HeightMark } from './height-mark.ts'
import { checkBlocks, checkState, emptySeal, nextSeal, type Progress } from './integrity.ts'
import { openLevel } from './open-level.ts'
import { State } from './state.ts'
import { encodeEntry, type Version } from './state-entry.ts'
import { StateSum } from './state-sum.ts'

/** What a key is set to; no value deletes it. */
export interface Write {
  version: Version
  value?: Uint8Array
}

/** A validated block and everything that becomes true with it. */
export interface BlockCommit {
  block: common.Block
  transactions: ReadonlyMap<string, TransactionEntry>
  writes: ReadonlyMap<string, Write>
  commitHash: Uint8Array
}

const emptyTip: Tip = {
  height: 0,
  hash: '',
  commitHash: '',
  seal: hex(emptySeal),
  stateSum: new StateSum().toString(),
}
const recentBlocks = 100

export interface OpenOptions {
  /** Makes the store if there is none. */
  create?: boolean
  /** Every block and the whole state, or the last hundred blocks, or nothing. */
  check?: 'full' | 'recent' | 'none'
  /** Whether a commit waits for the disk; only a copy that can be made again goes without. */
  sync?: boolean
  onProgress?: Progress
}

const firstToCheck = (check: 'full' | 'recent', { height }: Tip) =>
  check === 'full' ? 0 : Math.max(0, height - recentBlocks)

/** Blocks, state and indexes of one ledger, in one Level store. */
export class LedgerStore {
  readonly #store: Store
  readonly #buckets: Buckets
  readonly #commits = new EventEmitter().setMaxListeners(0)
  readonly #sync: boolean
  readonly #mark: HeightMark
  #tip: Tip

  private constructor(store: Store, buckets: Buckets, tip: Tip, sync: boolean, mark: HeightMark) {
    this.#store = store
    this.#sync = sync
    this.#mark = mark
    this.#buckets = buckets
    this.#tip = tip
  }

  /**
   * Opens the store and checks it.
   * @throws DamagedLedger with the number of the first bad block
   * @throws Error if another process has it open, or it cannot be read
   */
  static async open(dir: string, options: OpenOptions): Promise<LedgerStore> {
    const { create = false, check = 'none', sync = true, onProgress } = options
    const store = await openLevel(dir, create)
    try {
      const buckets = await openBuckets(store)
      const tip = (await buckets.tip.get('tip')) ?? emptyTip
      const marked = await HeightMark.read(dir)
      if (check !== 'none' && marked > tip.height)
        throw new DamagedLedger(tip.height, `it is missing, of ${marked} blocks`)
      if (check !== 'none') await checkBlocks(buckets, tip, firstToCheck(check, tip), onProgress)
      if (check === 'full') await checkState(buckets, tip)
      return new LedgerStore(store, buckets, tip, sync, await HeightMark.open(dir))
    } catch (error) {
      await store.close()
      throw error
    }
  }

  get tip(): Tip {
    return this.#tip
  }

  get height(): number {
    return this.#tip.height
  }

  /** Stored bytes of a block. */
  block(number: number): Promise<Buffer | undefined> {
    return this.#buckets.blocks.get(blockKey(number))
  }

  /** Running digest over the stored bytes up to and with a block. */
  seal(number: number): Buffer | undefined {
    return this.#buckets.seals.getSync(blockKey(number))
  }

  blockNumberByHash(hash: string): Promise<number | undefined> {
    return this.#buckets.hashes.get(hash)
  }

  transaction(id: string): TransactionEntry | undefined {
    return this.#buckets.transactions.getSync(id)
  }

  get state(): State {
    return new State(this.#buckets.state)
  }

  /** Writes a block, its state and its indexes in one synced batch: all of it or nothing survives a crash. */
  async commit({ block, transactions, writes, commitHash }: BlockCommit): Promise<void> {
    const bytes = Buffer.from(block.serializeBinary())
    const number = headerOf(block).getNumber()
    const hash = hex(blockHeaderHash(headerOf(block)))
    const seal = nextSeal(Buffer.from(this.#tip.seal, 'hex'), bytes)
    const { blocks, seals, hashes, transactions: index, tip: tips } = this.#buckets
    const batch = this.#store.batch()
    const stateSum = this.#write(batch, writes)
    const tip = { height: number + 1, hash, commitHash: hex(commitHash), seal: hex(seal), stateSum }
    batch.put(blockKey(number), bytes, { sublevel: blocks })
    batch.put(blockKey(number), seal, { sublevel: seals })
    batch.put<string, number>(hash, number, { sublevel: hashes })
    for (const [id, entry] of transactions)
      batch.put<string, TransactionEntry>(id, entry, { sublevel: index })
    batch.put<string, Tip>('tip', tip, { sublevel: tips })
    await batch.write({ sync: this.#sync })
    await this.#mark.write(tip.height)
    this.#tip = tip
    this.#announce(transactions)
  }

  #write(batch: ReturnType<Store['batch']>, writes: BlockCommit['writes']): string {
    const { state } = this.#buckets
    const sum = new StateSum(this.#tip.stateSum)
    for (const [key, { version, value }] of writes) {
      const old = state.getSync(key)
      if (old) sum.remove(key, old)
      if (value === undefined) {
        batch.del(key, { sublevel: state })
        continue
      }
      const entry = encodeEntry({ version, value })
      sum.add(key, entry)
      batch.put(key, entry, { sublevel: state })
    }
    return sum.toString()
  }

  #announce(transactions: ReadonlyMap<string, TransactionEntry>) {
    for (const id of transactions.keys()) this.#commits.emit(`transaction ${id}`)
    this.#commits.emit('block')
  }

  /** Resolves once the transaction is committed, valid or not. */
  async committed(id: string, signal: AbortSignal): Promise<TransactionEntry> {
    for (;;) {
      const entry = this.transaction(id)
      if (entry) return entry
      await once(this.#commits, `transaction ${id}`, { signal })
    }
  }

  /** Blocks from `number` on, following the chain until `signal` aborts. */
  async *follow(number: number, signal: AbortSignal): AsyncGenerator<common.Block> {
    for (let next = number; ; next++) {
      while (next >= this.height) await once(this.#commits, 'block', { signal })
      signal.throwIfAborted()
      const bytes = await this.block(next)
      if (!bytes) throw new Error(`block ${next} is missing`)
      yield common.Block.deserializeBinary(bytes)
    }
  }

  async close(): Promise<void> {
    await this.#mark.close()
    await this.#store.close()
  }
}
