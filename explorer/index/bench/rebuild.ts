/**
 * How fast the index comes back from blocks, and how fast it answers then.
 * node explorer/index/bench/rebuild.ts [statements]
 */
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  decision,
  encodePayload,
  type Instant,
  type KeyId,
  makeEnvelope,
  type Payload,
  parseEnvelope,
  report,
} from '@huren/records'
import { common } from '@hyperledger/fabric-protos'
import { readBlock } from '../src/blocks/read-block.ts'
import { ExplorerIndex } from '../src/explorer-index.ts'
import { makeBlock } from './blocks.ts'

const total = Number(process.argv[2] ?? 100_000)
const perTransaction = 50
const perBlock = 10
const start = Date.parse('2026-12-01T00:00:00.000Z')
const pick = <T>(list: readonly T[], i: number) => list[i % list.length]!

/** As many doctors and systems as a province may have. */
const keys = Array.from({ length: 20_000 }, () => randomBytes(32).toString('hex'))

const statementText = (i: number): string => {
  const type = i % 2 ? decision : report
  const sample = pick<{ payload: Payload }>(type.valid, i)
  const payload = {
    ...sample.payload,
    issuer: `GD-44${String(1 + (i % 21)).padStart(2, '0')}-${String(i % 300).padStart(5, '0')}`,
    issuedAt: new Date(start + i * 1000).toISOString() as Instant,
    [type.name]: randomUUID(),
    subject: randomBytes(32).toString('hex'),
  }
  const signature = {
    keyid: pick(keys, i * 7919) as KeyId,
    sig: randomBytes(64).toString('base64'),
  }
  return JSON.stringify(makeEnvelope(type.name, encodePayload(payload), [signature]))
}

const transaction = (first: number) => {
  const texts = Array.from({ length: perTransaction }, (_, i) => statementText(first + i))
  return {
    function: 'Report:submit',
    texts,
    answers: texts.map((text) => ({ id: parseEnvelope(text).id, outcome: 'committed' })),
    validation: 0,
    at: start + first * 30_000,
  }
}

const dir = await mkdtemp(join(tmpdir(), 'huren-bench-'))
const index = await ExplorerIndex.open(dir)
const perWrite = perTransaction * perBlock
let spent = 0
let cpu = 0
for (let number = 0; number * perWrite < total; number += 4) {
  const bytes = Array.from({ length: 4 }, (_, n) =>
    makeBlock(
      number + n,
      Array.from({ length: perBlock }, (_, t) => transaction((number + n) * perWrite + t * perTransaction)),
    ).serializeBinary(),
  )
  const before = performance.now()
  const cpuBefore = process.cpuUsage()
  await index.add(bytes.map((each) => readBlock(common.Block.deserializeBinary(each), 'huren')))
  spent += performance.now() - before
  const { user, system } = process.cpuUsage(cpuBefore)
  cpu += (user + system) / 1000
}
const rows = index.statements.size
console.log(
  `rebuild: ${rows} statements, ${Math.round(rows / (spent / 1000))}/s by the clock, ${Math.round(rows / (cpu / 1000))}/s per CPU second`,
)

const time = (name: string, ask: () => unknown) => {
  const times = Array.from({ length: 50 }, () => {
    const before = performance.now()
    ask()
    return performance.now() - before
  }).sort((a, b) => a - b)
  console.log(`${name}: p50 ${times[25]!.toFixed(1)} ms, p95 ${times[47]!.toFixed(1)} ms`)
}
const decisions = { type: (word: string) => word === 'decision' }
time('count by outcome and month', () => index.statements.count(decisions, ['outcome', 'month']))
time('count by institution', () => index.statements.count(decisions, ['institution']))
time('list of 50 of one city', () =>
  index.statements.list(
    { ...decisions, city: (word) => word === '4402', outcome: (w) => w === 'blocked' },
    50,
  ),
)
await index.close()
const reopened = performance.now()
await (await ExplorerIndex.open(dir)).close()
console.log(`open again: ${((performance.now() - reopened) / 1000).toFixed(1)} s`)
console.log(`memory: ${Math.round(process.memoryUsage.rss() / 1e6)} MB`)
await rm(dir, { recursive: true })
