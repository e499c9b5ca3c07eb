import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Level } from 'level'
import { type ChannelConfig, parseConfig } from '../blocks/channel-config.ts'
import type { ChainPosition, CheckedBlock } from '../blocks/check-block.ts'
import { removeFolder, writeDurably } from './durable-file.ts'
import { indexOf, keys, type Relation } from './index-keys.ts'
import { type LeafEntry, leavesOf } from './leaves.ts'
import { relationsOf } from './relations.ts'
import { TreeReader } from './tree-reader.ts'
import { emptyEdge, TreeWriter } from './tree-writer.ts'

/** How far the log has come. */
export interface Head {
  readonly size: number
  /** Hexadecimal. */
  readonly root: string
  /** The next block to take. */
  readonly next: number
  readonly lastHash: string
}
interface StoredConfig {
  readonly channel: string
  readonly data: string
}
type Value = Head | StoredConfig | string | { readonly size: number; readonly root: string }
type Index = Level<string, Value>
type Operation = { readonly type: 'put'; readonly key: string; readonly value: Value }

const put = (key: string, value: Value): Operation => ({ type: 'put', key, value })

/** The log of one organisation: tiles in a folder that any web server could serve, and an index beside it. */
export class NotaryLog {
  /** Tiles, entries and checkpoints. */
  readonly folder: string
  readonly reader: TreeReader
  readonly #index: Index
  readonly #writer: TreeWriter
  readonly #chaincode: string
  #head: Head
  #config: ChannelConfig | undefined

  private constructor(
    folder: string,
    index: Index,
    head: Head,
    parts: { reader: TreeReader; writer: TreeWriter; config: ChannelConfig | undefined; chaincode: string },
  ) {
    this.folder = folder
    this.#index = index
    this.#head = head
    this.reader = parts.reader
    this.#writer = parts.writer
    this.#config = parts.config
    this.#chaincode = parts.chaincode
  }

  /**
   * Opens the log where it was left. Tiles beyond the index's head are from a write that a crash cut off: the same
   * blocks will write the same bytes again.
   * @throws Error when tiles and index do not belong together
   */
  static async open(dataDir: string, chaincode: string): Promise<NotaryLog> {
    const folder = join(dataDir, 'log')
    await mkdir(folder, { recursive: true })
    const index: Index = new Level(join(dataDir, 'index'), { valueEncoding: 'json' })
    await index.open()
    const writer = new TreeWriter(emptyEdge)
    const nothing: Head = { size: 0, root: writer.root().toString('hex'), next: 0, lastHash: '' }
    const head = ((await index.get(keys.head)) as Head | undefined) ?? nothing
    const stored = (await index.get(keys.config)) as StoredConfig | undefined
    const reader = new TreeReader(folder, head.size)
    const resumed = head.size === 0 ? writer : new TreeWriter(await reader.edge())
    const config = stored && parseConfig(stored.channel, Buffer.from(stored.data, 'base64'))
    const roots = new Set([
      resumed.root().toString('hex'),
      (await reader.rootAt(head.size)).toString('hex'),
      head.root,
    ])
    if (roots.size > 1) {
      await index.close()
      throw new Error('日志瓦片与索引不符 / the tiles and the index of this log do not belong together')
    }
    return new NotaryLog(folder, index, head, { reader, writer: resumed, config, chaincode })
  }

  get head(): Head {
    return this.#head
  }

  get position(): ChainPosition {
    return { next: this.#head.next, lastHash: this.#head.lastHash, config: this.#config }
  }

  /**
   * Takes checked blocks: leaves into the tree, tiles to the disk, then the index and the head in one synced batch.
   * Only what `head` says afterwards may be signed.
   */
  async append(blocks: readonly CheckedBlock[]): Promise<Head> {
    const last = blocks.at(-1)
    if (!last) return this.#head
    const operations = blocks.flatMap((block) => [
      ...leavesOf(block, this.#chaincode).flatMap((entry) => this.#take(entry)),
      ...configOperations(block),
    ])
    const { files, obsolete } = this.#writer.take()
    const root = this.#writer.root().toString('hex')
    const head = { size: this.#writer.size, root, next: last.number + 1, lastHash: last.hash }
    if (head.size > this.#head.size) await writeDurably(this.folder, files)
    await this.#index.batch([...operations, put(keys.head, head)], { sync: true })
    this.#config = last.after.config
    this.#head = head
    this.reader.stored = head.size
    for (const folder of obsolete) await removeFolder(join(this.folder, folder))
    return head
  }

  #take(entry: LeafEntry): Operation[] {
    const index = this.#writer.size
    this.#writer.append(Buffer.from(entry.leaf))
    const relations: (readonly [Relation, string])[] = relationsOf(entry).map((related) => related)
    return [
      put(keys.entry(index), entry.envelope),
      ...(entry.statement === '-' ? [] : [put(keys.related('s', entry.statement, index), entry.result)]),
      ...relations.map(([relation, id]) => put(keys.related(relation, id, index), '')),
    ]
  }

  /** The envelope's text of entry `index`. */
  async envelope(index: number): Promise<string> {
    return String((await this.#index.get(keys.entry(index))) ?? '')
  }

  /** Entries that concern `id`, in log order. */
  async related(relation: Relation, id: string): Promise<number[]> {
    return (await this.#index.keys(keys.allRelated(relation, id)).all()).map(indexOf)
  }

  /** What the ledger made of a statement in entry `index`. */
  async result(statement: string, index: number): Promise<string | undefined> {
    const result = await this.#index.get(keys.related('s', statement, index))
    return typeof result === 'string' ? result : undefined
  }

  /** The largest checkpoint of `origin` that this notary cosigned. */
  async cosigned(origin: string): Promise<{ size: number; root: string } | undefined> {
    return (await this.#index.get(keys.witnessed(origin))) as { size: number; root: string } | undefined
  }

  async rememberCosigned(origin: string, size: number, root: string): Promise<void> {
    await this.#index.batch([put(keys.witnessed(origin), { size, root })], { sync: true })
  }

  async close(): Promise<void> {
    await this.#index.close()
  }
}

const configOperations = ({ transactions, flags }: CheckedBlock): Operation[] =>
  transactions.flatMap(({ config }, i) =>
    config && flags[i] === 0
      ? [put(keys.config, { channel: config.channel, data: Buffer.from(config.data).toString('base64') })]
      : [],
  )
