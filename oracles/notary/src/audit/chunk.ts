import type { PublicKey } from '@huren/records'
import { type BlockFile, readBlock } from './block-files.ts'
import { Summariser, type SummarySettings } from './summarise.ts'
import type { BlockSummary, ChunkSummary, RawConfig } from './summary.ts'

/** Blocks that are read and summarised together. */
export type Chunk = readonly BlockFile[]
export interface ChunkJob {
  readonly paths: readonly string[]
  /** In force before the first block. */
  readonly config: RawConfig | undefined
  /** Keys registered since the last job of this thread. */
  readonly keys: readonly (readonly [string, PublicKey])[]
}

/** Some megabytes: large enough to be worth a message, small enough to keep several in memory. */
const chunkBytes = 4 << 20

export const chunksOf = (blocks: readonly BlockFile[], most = chunkBytes): Chunk[] => {
  const chunks: BlockFile[][] = []
  let bytes = 0
  for (const block of blocks) {
    const last = chunks.at(-1)
    if (last && bytes + block.bytes <= most) last.push(block)
    else chunks.push([block])
    bytes = (last === chunks.at(-1) ? bytes : 0) + block.bytes
  }
  return chunks
}

/** Does one chunk after the other; in a thread of its own, or in this one. */
export const chunkWork = (settings: SummarySettings) => {
  const summariser = new Summariser(settings)
  return async ({ paths, config, keys }: ChunkJob): Promise<ChunkSummary> => {
    for (const [id, key] of keys) summariser.keys.add(id, key)
    summariser.begin(config)
    const [blocks, unreadable]: [BlockSummary[], string[]] = [[], []]
    for (const path of paths) {
      const block = await readBlock(path)
      if (block) blocks.push(summariser.block(block))
      else unreadable.push(path)
    }
    return { blocks, unreadable, config: summariser.config }
  }
}
