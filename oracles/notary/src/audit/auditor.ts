import type { ChainPosition } from '../blocks/check-block.ts'
import { linkFault } from '../blocks/check-block.ts'
import { Authors } from './authors.ts'
import { DerivedLog, type DerivedTiles } from './derived-log.ts'
import type { DeviationCode, Report } from './deviation.ts'
import { Versions } from './flags.ts'
import type { BlockSummary, StatementSummary, TransactionSummary } from './summary.ts'

export interface AuditSettings {
  /** SHA-256 of the first block's header, hexadecimal; undefined when the trust file does not say. */
  readonly genesis: string | undefined
  /** Sizes at which somebody has published the log. */
  readonly wanted: ReadonlySet<number>
  /** Gets the log's tiles: after each block those that are full, and at each wanted size all. */
  readonly onTiles: (tiles: DerivedTiles) => void
}

/** Transactions may overtake each other on their way, but not by more than this, in milliseconds. */
const clockTolerance = 15 * 60_000

/**
 * Takes the summaries of the blocks in their order, derives the log anew, and reports everything that does not hold
 * together; never stops at a fault.
 */
export class Auditor {
  readonly #settings: AuditSettings
  readonly #report: Report
  readonly #log = new DerivedLog()
  readonly #versions = new Versions()
  readonly authors = new Authors()
  #position: Omit<ChainPosition, 'config'> = { next: 0, lastHash: '' }
  #latest = 0

  constructor(settings: AuditSettings, report: Report) {
    this.#settings = settings
    this.#report = report
  }

  get size() {
    return this.#log.size
  }
  get next() {
    return this.#position.next
  }

  take(block: BlockSummary): void {
    const { number, hash } = block
    const say = (code: DeviationCode, detail: string) => this.#report({ code, block: number, detail })
    const fault = linkFault(block, this.#position) ?? block.contentFault
    if (fault) say(fault, 'the block does not continue the chain')
    if (number === 0 && this.#settings.genesis !== undefined && this.#settings.genesis !== hash)
      say('genesis', `the ledger begins with ${hash}, the trust file says otherwise`)
    if (block.config === 'missing') say('foreign-config', 'no configuration is known')
    if (block.config === 'unreadable') say('config', 'the configuration cannot be read')
    // Fabric's own genesis block carries no signature: the trust file's `genesis` vouches for it.
    if (number > 0 && !block.orderersSigned)
      say('orderer-signature', 'too few orderers have signed the block')
    for (const [i, transaction] of block.transactions.entries()) this.#transaction(transaction, number, i)
    this.#position = { next: number + 1, lastHash: hash }
    this.authors.declare(block.statements)
    for (const [i, statement] of block.statements.entries())
      this.#statement(statement, block.leafHashes.subarray(i * 32, i * 32 + 32), number)
    this.#settings.onTiles(this.#log.take())
  }

  #transaction(transaction: TransactionSummary, block: number, i: number): void {
    const say = (code: DeviationCode, detail: string) => this.#report({ code, block, transaction: i, detail })
    if (transaction.time !== undefined) this.#clock(transaction.time, say)
    if (transaction.invocation?.endorsed === false)
      say('endorsement', 'marked valid without endorsements of two central organisations')
    const wrong = this.#versions.apply(transaction, block, i)
    if (wrong) say('flag-forged', wrong)
  }

  #clock(time: number, say: (code: DeviationCode, detail: string) => void): void {
    if (time < this.#latest - clockTolerance)
      say(
        'clock-backwards',
        `its time is ${Math.round((this.#latest - time) / 1000)} s before an earlier transaction's`,
      )
    this.#latest = Math.max(this.#latest, time)
  }

  #statement(summary: StatementSummary, leafHash: Uint8Array, block: number): void {
    const { statement, hasResult } = summary
    const index = this.#log.size
    const say = (code: DeviationCode, detail: string) =>
      this.#report({ code, block, index, statement, detail })
    this.#log.append(leafHash, { block, statement })
    if (this.#settings.wanted.has(this.#log.size)) this.#settings.onTiles(this.#log.take())
    if (!hasResult) say('result-missing', 'a valid transaction without an answer for this statement')
    for (const { code, detail } of this.authors.judge(summary)) say(code, detail)
  }

  root(): Buffer {
    return this.#log.root()
  }
}
