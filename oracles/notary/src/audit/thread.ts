import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { PublicKey } from '@huren/records'
import { type Chunk, type ChunkJob, chunkWork } from './chunk.ts'
import type { SummarySettings } from './summarise.ts'
import type { ChunkSummary, RawConfig } from './summary.ts'

interface Answer {
  readonly summary?: ChunkSummary
  readonly error?: string
}
type Run = (job: ChunkJob) => Promise<ChunkSummary>

const megabyte = 1 << 20
/**
 * A thread keeps some tens of megabytes of its own and a block at a time; left alone, its heap would grow to several
 * times that before anything is collected.
 */
const limitsFor = (largest: number) => ({
  maxOldGenerationSizeMb: 256 + Math.ceil((largest * 8) / megabyte),
  maxYoungGenerationSizeMb: 16,
})

/** Summarises chunks elsewhere, and remembers which keys it has been told. */
export class Thread {
  readonly #run: Run
  readonly #close: () => Promise<unknown>
  #told = 0

  private constructor(run: Run, close: () => Promise<unknown>) {
    this.#run = run
    this.#close = close
  }

  /** In this thread: for few blocks, for which another would not be worth its start. */
  static here(settings: SummarySettings): Thread {
    return new Thread(chunkWork(settings), async () => undefined)
  }

  /** @param largest bytes of the largest block */
  static start(settings: SummarySettings, largest: number): Thread {
    const worker = new Worker(join(import.meta.dirname, 'worker.ts'), {
      workerData: settings,
      resourceLimits: limitsFor(largest),
    })
    const waiting: { resolve(summary: ChunkSummary): void; reject(error: Error): void }[] = []
    worker.on('message', ({ summary, error }: Answer) => {
      const next = waiting.shift()
      if (summary) next?.resolve(summary)
      else next?.reject(new Error(error))
    })
    worker.on('error', (error) => {
      for (const { reject } of waiting.splice(0)) reject(error)
    })
    const run = (job: ChunkJob) =>
      new Promise<ChunkSummary>((resolve, reject) => {
        waiting.push({ resolve, reject })
        worker.postMessage(job)
      })
    return new Thread(run, () => worker.terminate())
  }

  summarise(
    chunk: Chunk,
    config: RawConfig | undefined,
    keys: ReadonlyMap<string, PublicKey>,
  ): Promise<ChunkSummary> {
    const fresh = [...keys]
      .slice(this.#told)
      .map(([id, { algorithm, publicKey }]) => [id, { algorithm, publicKey }] as const)
    this.#told = keys.size
    return this.#run({ paths: chunk.map(({ path }) => path), config, keys: fresh })
  }

  close(): Promise<unknown> {
    return this.#close()
  }
}
