import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import { sha256 } from '../blocks/header.ts'
import { writeDurably } from '../log/durable-file.ts'
import type { Chunk } from './chunk.ts'
import type { SummarySettings } from './summarise.ts'
import type { ChunkSummary, RawConfig } from './summary.ts'

/** Changes with what a summary holds, so that older ones are made again. */
const version = 4

/**
 * The summaries of an audit on the disk, so that one that was interrupted goes on where it was. A summary counts only
 * for the same files (name, size, time of change), settings and configuration.
 */
export class Journal {
  readonly #folder: string
  readonly #settings: SummarySettings

  private constructor(folder: string, settings: SummarySettings) {
    this.#folder = folder
    this.#settings = settings
  }

  static async open(folder: string, settings: SummarySettings): Promise<Journal> {
    await mkdir(folder, { recursive: true })
    return new Journal(folder, settings)
  }

  #nameOf(chunk: Chunk, config: RawConfig | undefined): string {
    const { chaincode, central, signatures } = this.#settings
    const files = chunk.map(({ path, bytes, changed }) => [path, bytes, changed])
    const about = JSON.stringify([version, chaincode, central, signatures, config?.channel ?? '', files])
    return `${sha256(Buffer.from(about), config?.data ?? new Uint8Array()).toString('hex')}.summary`
  }

  async find(chunk: Chunk, config: RawConfig | undefined): Promise<ChunkSummary | undefined> {
    try {
      return deserialize(await readFile(join(this.#folder, this.#nameOf(chunk, config))))
    } catch {
      return undefined // never made, or cut off: it is made again
    }
  }

  async keep(chunk: Chunk, config: RawConfig | undefined, summary: ChunkSummary): Promise<void> {
    await writeDurably(this.#folder, new Map([[this.#nameOf(chunk, config), serialize(summary)]]))
  }
}
