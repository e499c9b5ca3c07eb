import type { common } from '@hyperledger/fabric-protos'
import { type ChannelConfig, parseConfig } from '../blocks/channel-config.ts'
import { type ChainPosition, chainFault, configOf, isEndorsed } from '../blocks/check-block.ts'
import { envelopesOf, headerHash, headerOf, metadataOf } from '../blocks/header.ts'
import { isSignedByOrderers } from '../blocks/orderer-signature.ts'
import { parseTransaction, type Transaction } from '../blocks/transactions.ts'
import { leafHash } from '../log/hash.ts'
import { type LeafEntry, leavesOf } from '../log/leaves.ts'
import { emptyEdge, TreeWriter } from '../log/tree-writer.ts'
import { Authors } from './authors.ts'
import type { DeviationCode, Report } from './deviation.ts'
import { Versions } from './flags.ts'

export interface AuditSettings {
  readonly chaincode: string
  readonly central: readonly string[]
  /** SHA-256 of the first block's header, hexadecimal; undefined when the trust file does not say. */
  readonly genesis: string | undefined
  /** Verify the signatures of every n-th statement; 0 for none. */
  readonly signatures: number
  /** Sizes whose roots somebody has published. */
  readonly wanted: ReadonlySet<number>
}

/** Transactions may overtake each other on their way, but not by more than this, in milliseconds. */
const clockTolerance = 15 * 60_000

/** Derives the log anew from the blocks, and reports everything that does not hold together; never stops at a fault. */
export class Auditor {
  readonly #settings: AuditSettings
  readonly #report: Report
  readonly #tree = new TreeWriter(emptyEdge)
  readonly #versions = new Versions()
  readonly #authors = new Authors()
  readonly roots = new Map<number, Buffer>()
  /** Of each entry: its leaf's hash, and where it came from. */
  readonly leaves: { readonly hash: Buffer; readonly block: number; readonly statement: string }[] = []
  #position: ChainPosition = { next: 0, lastHash: '', config: undefined }
  #latest = 0

  constructor(settings: AuditSettings, report: Report) {
    this.#settings = settings
    this.#report = report
  }

  get size() {
    return this.leaves.length
  }
  get next() {
    return this.#position.next
  }

  take(block: common.Block): void {
    const number = headerOf(block).getNumber()
    const hash = headerHash(block)
    const fault = chainFault(block, this.#position)
    if (fault) this.#report({ code: fault, block: number, detail: 'the block does not continue the chain' })
    if (number === 0 && this.#settings.genesis !== undefined && this.#settings.genesis !== hash)
      this.#report({
        code: 'genesis',
        block: 0,
        detail: `the ledger begins with ${hash}, the trust file says otherwise`,
      })
    const flags = metadataOf(block, 'TRANSACTIONS_FILTER')
    const transactions = envelopesOf(block).map(parseTransaction)
    const config = this.#config(transactions, flags, number)
    if (number > 0 && (!config || !isSignedByOrderers(block, config)))
      this.#report({
        code: 'orderer-signature',
        block: number,
        detail: 'too few orderers have signed the block',
      })
    this.#transactions(transactions, flags, number)
    this.#position = { next: number + 1, lastHash: hash, config }
    this.#derive(
      leavesOf({ number, hash, flags, transactions, after: this.#position }, this.#settings.chaincode),
    )
  }

  #config(transactions: readonly Transaction[], flags: Uint8Array, block: number): ChannelConfig | undefined {
    const found = configOf(transactions, flags)
    if (!found) {
      if (!this.#position.config)
        this.#report({ code: 'foreign-config', block, detail: 'no configuration is known' })
      return this.#position.config
    }
    try {
      return parseConfig(found.channel, found.data)
    } catch {
      this.#report({ code: 'config', block, detail: 'the configuration cannot be read' })
      return this.#position.config
    }
  }

  #transactions(transactions: readonly Transaction[], flags: Uint8Array, block: number): void {
    for (const [i, { invocation, time }] of transactions.entries()) {
      const flag = flags[i] ?? 255
      const say = (code: DeviationCode, detail: string) =>
        this.#report({ code, block, transaction: i, detail })
      if (time !== undefined) this.#clock(time, say)
      if (invocation?.chaincode !== this.#settings.chaincode) continue
      const { config } = this.#position
      if (flag === 0 && config && !isEndorsed(invocation, config, this.#settings.central))
        say('endorsement', 'marked valid without endorsements of two central organisations')
      try {
        const wrong = this.#versions.apply(invocation, flag, block, i)
        if (wrong) say('flag-forged', wrong)
      } catch {
        if (flag === 0) say('flag-forged', 'marked valid, but its read-write set cannot be read')
      }
    }
  }

  #clock(time: number, say: (code: DeviationCode, detail: string) => void): void {
    if (time < this.#latest - clockTolerance)
      say(
        'clock-backwards',
        `its time is ${Math.round((this.#latest - time) / 1000)} s before an earlier transaction's`,
      )
    this.#latest = Math.max(this.#latest, time)
  }

  #derive(entries: readonly LeafEntry[]): void {
    this.#authors.declare(entries)
    for (const entry of entries) {
      const { leaf, block, statement, result } = entry
      const index = this.leaves.length
      const bytes = Buffer.from(leaf)
      this.#tree.append(bytes)
      this.leaves.push({ hash: leafHash(bytes), block, statement })
      if (this.#settings.wanted.has(index + 1)) this.roots.set(index + 1, this.#tree.root())
      if (result === 'no-result')
        this.#report({
          code: 'result-missing',
          block,
          index,
          statement,
          detail: 'a valid transaction without an answer for this statement',
        })
      this.#judge(entry, index)
    }
    this.#tree.take() // nothing is written: full tiles are let go
  }

  #judge(entry: LeafEntry, index: number): void {
    const { signatures } = this.#settings
    const { block, statement } = entry
    try {
      const faults = this.#authors.judge(entry, signatures > 0 && index % signatures === 0)
      for (const { code, detail } of faults) this.#report({ code, block, index, statement, detail })
    } catch {
      const detail = 'accepted by the ledger, but it cannot be read as a statement'
      this.#report({ code: 'signature-invalid', block, index, statement, detail })
    }
  }

  root(): Buffer {
    return this.#tree.root()
  }
}
