import type { common } from '@hyperledger/fabric-protos'
import { type ChannelConfig, parseConfig } from '../blocks/channel-config.ts'
import { configOf, contentFault, isEndorsed } from '../blocks/check-block.ts'
import { envelopesOf, headerHash, headerOf, metadataOf } from '../blocks/header.ts'
import { isSignedByOrderers } from '../blocks/orderer-signature.ts'
import { checkProtocolBuffers } from '../blocks/protocol-buffers.ts'
import {
  type Invocation,
  parseTransaction,
  readWriteSetsOf,
  type Transaction,
} from '../blocks/transactions.ts'
import { leafHash } from '../log/hash.ts'
import { type LeafEntry, leavesOf } from '../log/leaves.ts'
import { KnownKeys } from './known-keys.ts'
import {
  absent,
  type BlockSummary,
  type RawConfig,
  type StatementSummary,
  type TransactionSummary,
  versionOf,
} from './summary.ts'
import { digestsOf } from './version-table.ts'

export interface SummarySettings {
  readonly chaincode: string
  readonly central: readonly string[]
  /** Verify the signatures of every n-th statement; 0 for none. */
  readonly signatures: number
}

/** Summarises blocks, one after the other; what it learns of keys and configuration serves the next ones. */
export class Summariser {
  readonly #settings: SummarySettings
  readonly keys = new KnownKeys()
  #raw: RawConfig | undefined
  #config: ChannelConfig | undefined
  #statements = 0

  constructor(settings: SummarySettings) {
    checkProtocolBuffers()
    this.#settings = settings
  }

  /** @param config in force before the next block */
  begin(config: RawConfig | undefined): void {
    this.#raw = config
    this.#config = config && parseConfig(config.channel, config.data)
  }

  /** In force after the last block. */
  get config(): RawConfig | undefined {
    return this.#raw
  }

  block(block: common.Block): BlockSummary {
    const header = headerOf(block)
    const number = header.getNumber()
    const flags = metadataOf(block, 'TRANSACTIONS_FILTER')
    const transactions = envelopesOf(block).map(parseTransaction)
    const before = this.#config
    const config = this.#takeConfig(transactions, flags)
    const judges = before ?? this.#config
    const hash = headerHash(block)
    const after = { next: number + 1, lastHash: hash, config: this.#config }
    const entries = leavesOf({ number, hash, flags, transactions, after }, this.#settings.chaincode)
    return {
      number,
      hash,
      previousHash: Buffer.from(header.getPreviousHash_asU8()).toString('hex'),
      contentFault: contentFault(block),
      orderersSigned: judges !== undefined && isSignedByOrderers(block, judges),
      config,
      transactions: transactions.map((transaction, i) => this.#transaction(transaction, flags[i] ?? 255)),
      statements: entries.map((entry) => this.#statement(entry)),
      // a copy: what is sent to another thread must not drag a pool along
      leafHashes: Uint8Array.from(Buffer.concat(entries.map(({ leaf }) => leafHash(Buffer.from(leaf))))),
    }
  }

  #takeConfig(transactions: readonly Transaction[], flags: Uint8Array): BlockSummary['config'] {
    const found = configOf(transactions, flags)
    if (!found) return this.#config ? 'known' : 'missing'
    try {
      this.#config = parseConfig(found.channel, found.data)
      this.#raw = { channel: found.channel, data: Uint8Array.from(found.data) }
      return 'changed'
    } catch {
      return 'unreadable'
    }
  }

  #transaction({ invocation, time }: Transaction, flag: number): TransactionSummary {
    if (!invocation) return { time, flag, invocation }
    const audited = invocation.chaincode === this.#settings.chaincode
    const endorsed =
      !audited ||
      flag !== 0 ||
      (this.#config !== undefined && isEndorsed(invocation, this.#config, this.#settings.central))
    return { time, flag, invocation: { audited, endorsed, ...readsAndWrites(invocation) } }
  }

  #statement(entry: LeafEntry): StatementSummary {
    const { statement, result, bootstrap } = entry
    const { signatures } = this.#settings
    const verify = signatures > 0 && this.#statements++ % signatures === 0
    return {
      statement,
      hasResult: result !== 'no-result',
      bootstrap,
      signed: result === 'committed' ? this.keys.signed(entry, verify) : undefined,
    }
  }
}

const readsAndWrites = (invocation: Invocation) => {
  try {
    const sets = readWriteSetsOf(invocation)
    const reads = sets.flatMap(({ namespace, set }) =>
      set.getReadsList().map((read) => {
        const version = read.getVersion()
        const seen = version ? versionOf(version.getBlockNum(), version.getTxNum()) : absent
        return { key: `${namespace}\0${read.getKey()}`, seen }
      }),
    )
    const writes = sets.flatMap(({ namespace, set }) =>
      set
        .getWritesList()
        .map((write) => ({ key: `${namespace}\0${write.getKey()}`, isDelete: write.getIsDelete() })),
    )
    return {
      reads: { keys: keysOf(reads), versions: Float64Array.from(reads, ({ seen }) => seen) },
      writes: { keys: keysOf(writes), deletes: Uint8Array.from(writes, ({ isDelete }) => Number(isDelete)) },
    }
  } catch {
    return { reads: undefined, writes: { keys: keysOf([]), deletes: new Uint8Array() } }
  }
}

const keysOf = (list: readonly { readonly key: string }[]) => digestsOf(list.map(({ key }) => key))
