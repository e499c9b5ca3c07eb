import { availableParallelism } from 'node:os'
import type { PublicKey } from '@huren/records'
import type { BlockFile } from './block-files.ts'
import { type Chunk, chunksOf } from './chunk.ts'
import { Journal } from './journal.ts'
import type { SummarySettings } from './summarise.ts'
import type { ChunkSummary, RawConfig } from './summary.ts'
import { Thread } from './thread.ts'

export interface AheadSettings extends SummarySettings {
  /** 0 for as many as there are processors; 1 works in this thread. */
  readonly threads: number
  /** Folder of summaries, for an audit that can be resumed. */
  readonly state: string | undefined
  /** Bytes of blocks that are summarised together; some megabytes when absent. */
  readonly chunkBytes?: number
}

/** Chunks that may wait to be merged, for each thread: so that none is idle, and memory stays small. */
const waitingPerThread = 2

/** Has chunks summarised by several threads ahead of the one that merges them, and hands them over in their order. */
export class Ahead {
  readonly #chunks: readonly Chunk[]
  readonly #threads: readonly Thread[]
  readonly #journal: Journal | undefined
  readonly #keys: ReadonlyMap<string, PublicKey>
  #config: RawConfig | undefined

  private constructor(
    chunks: readonly Chunk[],
    threads: readonly Thread[],
    journal: Journal | undefined,
    keys: ReadonlyMap<string, PublicKey>,
  ) {
    this.#chunks = chunks
    this.#threads = threads
    this.#journal = journal
    this.#keys = keys
  }

  /** @param keys those registered so far, read anew for each chunk */
  static async start(
    blocks: readonly BlockFile[],
    settings: AheadSettings,
    keys: ReadonlyMap<string, PublicKey>,
  ): Promise<Ahead> {
    const chunks = chunksOf(blocks, settings.chunkBytes)
    const { chaincode, central, signatures } = settings
    const work = { chaincode, central, signatures }
    const count = Math.min(settings.threads || availableParallelism(), chunks.length)
    const largest = blocks.reduce((most, { bytes }) => Math.max(most, bytes), 0)
    const start = () => Thread.start(work, largest)
    const threads = count <= 1 ? [Thread.here(work)] : Array.from({ length: count }, start)
    const journal = settings.state ? await Journal.open(settings.state, work) : undefined
    return new Ahead(chunks, threads, journal, keys)
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.close()))
  }

  async #summary(i: number, config: RawConfig | undefined): Promise<ChunkSummary> {
    const [chunk, thread] = [this.#chunks[i], this.#threads[i % this.#threads.length]]
    if (!chunk || !thread) throw new RangeError(`no chunk ${i}`)
    const kept = await this.#journal?.find(chunk, config)
    if (kept) return kept
    const summary = await thread.summarise(chunk, config, this.#keys)
    await this.#journal?.keep(chunk, config, summary)
    return summary
  }

  /** The summaries in the order of the blocks. What one changes of the configuration, the next ones are judged by. */
  async *summaries(): AsyncGenerator<ChunkSummary> {
    const waiting = new Map<number, { config: RawConfig | undefined; summary: Promise<ChunkSummary> }>()
    const most = this.#threads.length === 1 ? 1 : this.#threads.length * waitingPerThread
    for (const i of this.#chunks.keys()) {
      // Before the first, no configuration is known, and nothing can be judged ahead of it.
      const until = i === 0 ? 1 : Math.min(i + most, this.#chunks.length)
      for (let n = i; n < until; n++) {
        if (waiting.has(n)) continue
        const summary = this.#summary(n, this.#config)
        summary.catch(() => undefined) // heard of when its turn comes
        waiting.set(n, { config: this.#config, summary })
      }
      const { config, summary } = waiting.get(i) ?? {}
      waiting.delete(i)
      const found = config === this.#config ? await summary : await this.#summary(i, this.#config)
      if (!found) throw new RangeError(`no chunk ${i}`)
      if (found.blocks.some((block) => block.config === 'changed')) this.#config = found.config
      yield found
    }
  }
}
