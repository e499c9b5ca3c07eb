/**
 * How fast the index comes back from blocks, and how fast it opens then.
 * node explorer/index/bench/rebuild.ts [statements]
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ExplorerIndex } from '../src/explorer-index.ts'
import { fill } from './province.ts'

const dir = await mkdtemp(join(tmpdir(), 'huren-bench-'))
const index = await ExplorerIndex.open(dir)
const { perSecond, perProcessorSecond } = await fill(index, Number(process.argv[2] ?? 100_000))
console.log(
  `rebuild: ${index.statements.size} statements, ${Math.round(perSecond)}/s by the clock, ` +
    `${Math.round(perProcessorSecond)}/s per CPU second`,
)
await index.close()
const reopened = performance.now()
await (await ExplorerIndex.open(dir)).close()
console.log(`open again: ${((performance.now() - reopened) / 1000).toFixed(1)} s`)
console.log(`memory: ${Math.round(process.memoryUsage.rss() / 1e6)} MB`)
await rm(dir, { recursive: true })
