import { EventEmitter } from 'node:events'
import {
  type StatementDimension,
  statementDimensions,
  type TransactionDimension,
  transactionDimensions,
} from '@huren/explorer-model'
import type { Block } from './blocks/read-block.ts'
import { type Facts, whenOf } from './facts/dimensions.ts'
import { FactTable } from './facts/table.ts'
import { type Projected, projectBlock } from './project.ts'
import {
  type BlockRow,
  type Buckets,
  blockKey,
  type Database,
  type EntryRow,
  openStore,
  type TransactionRow,
  transactionKey,
} from './store/buckets.ts'

/** The chain at the other end is not the one that the index was made from. */
export class OtherChain extends Error {
  override readonly name = 'OtherChain'
}

/** Grows when rows are made differently: an older index is made again from the blocks. */
const format = 4

interface Events {
  advanced: [block: BlockRow]
}

const factsOfTransaction = ({
  validation,
  client,
  function: called,
  at,
}: TransactionRow): Facts<TransactionDimension> => ({
  validation,
  client,
  function: called,
  ...whenOf(at),
})

/**
 * The index: rows in Level and their facts in memory, made from blocks and from nothing else. It can be thrown away at
 * any time.
 */
export class ExplorerIndex {
  readonly events = new EventEmitter<Events>()
  readonly buckets: Buckets
  readonly statements = new FactTable<StatementDimension>(statementDimensions, ['day', 'month'])
  readonly transactions = new FactTable<TransactionDimension>(transactionDimensions, ['day', 'month'])
  readonly #db: Database
  #next = 0

  private constructor(db: Database, buckets: Buckets) {
    this.#db = db
    this.buckets = buckets
    this.events.setMaxListeners(0)
  }

  /** @throws Error when another process has the folder open */
  static async open(dataDir: string): Promise<ExplorerIndex> {
    const { db, buckets } = await openStore(dataDir)
    const index = new ExplorerIndex(db, buckets)
    await index.#load()
    return index
  }

  async #load(): Promise<void> {
    if ((await this.buckets.checkpoint.get('format')) !== format) await this.clear()
    this.#next = (await this.buckets.checkpoint.get('next')) ?? 0
    for await (const [key, row] of this.buckets.entries.iterator()) this.statements.add(key, row.facts)
    for await (const [key, row] of this.buckets.transactions.iterator())
      this.transactions.add(key, factsOfTransaction(row))
  }

  /** Number of blocks in the index. */
  get height(): number {
    return this.#next
  }

  /** Takes blocks in order, all of them in one write. @throws OtherChain when they do not follow */
  async add(blocks: readonly Block[]): Promise<void> {
    const projected: Projected[] = []
    for (const block of blocks) {
      if (block.number !== this.#next + projected.length)
        throw new OtherChain(`block ${block.number} does not follow ${this.#next - 1}`)
      projected.push(projectBlock(this.buckets, block))
    }
    await this.#db.batch(
      projected.flatMap(({ writes }) => [...writes]),
      {},
    )
    for (const { block, transactions, entries } of projected) {
      this.#next = block.number + 1
      for (const row of transactions)
        this.transactions.add(transactionKey(row.block, row.index), factsOfTransaction(row))
      for (const { key, facts } of entries) this.statements.add(key, facts)
      this.events.emit('advanced', block)
    }
  }

  /** The last block of the index must come again as it was. @throws OtherChain */
  async recognise(block: Block): Promise<void> {
    const known = await this.buckets.blocks.get(blockKey(block.number))
    if (known?.dataHash !== block.dataHash || known.previousHash !== block.previousHash)
      throw new OtherChain(`block ${block.number} is not the one in the index`)
  }

  /** Throws everything away; it comes back from the blocks. */
  async clear(): Promise<void> {
    await this.#db.clear()
    await this.buckets.checkpoint.put('format', format)
    this.statements.clear()
    this.transactions.clear()
    this.#next = 0
  }

  /** Keys of a statement's entries: the committed one first, then each repetition and refusal. */
  async entriesOf(statement: string): Promise<string[]> {
    const keys = await this.buckets.statements.keys({ gt: `${statement}/`, lt: `${statement}0` }).all()
    return keys.map((key) => key.slice(statement.length + 3))
  }

  /** Committed statements that name a record, oldest first. */
  async timeLine(record: string, limit: number): Promise<{ key: string; row: EntryRow }[]> {
    const keys = await this.buckets.records.keys({ gt: `${record}/`, lt: `${record}0`, limit }).all()
    return this.rows(keys.map((key) => key.slice(record.length + 1)))
  }

  async rows(keys: string[]): Promise<{ key: string; row: EntryRow }[]> {
    const rows = await this.buckets.entries.getMany(keys)
    return keys.flatMap((key, i) => (rows[i] ? [{ key, row: rows[i] }] : []))
  }

  /** Everything in the store, key by key: two indexes of one chain are the same text. */
  async *dump(): AsyncGenerator<[string, string]> {
    yield* this.#db.iterator<string, string>({})
  }

  close(): Promise<void> {
    return this.#db.close()
  }
}
