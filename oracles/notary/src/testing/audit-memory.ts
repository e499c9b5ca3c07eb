/** `node --expose-gc audit-memory.ts`: prints how many bytes an audit keeps of each statement, once it is judged. */
import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { Auditor } from '../audit/auditor.ts'
import { absent, type BlockSummary } from '../audit/summary.ts'
import { digestsOf } from '../audit/version-table.ts'

const perBlock = 500

/** A block with one transaction whose statements are all new to the state, as reports are. */
const blockOf = (number: number): BlockSummary => {
  const keys = digestsOf(Array.from({ length: perBlock }, (_, i) => `report/${number}/${i}`))
  const versions = new Float64Array(perBlock).fill(absent)
  const invocation = {
    audited: true,
    endorsed: true,
    reads: { keys, versions },
    writes: { keys, deletes: new Uint8Array(perBlock) },
  }
  return {
    number,
    hash: String(number),
    previousHash: number === 0 ? '' : String(number - 1),
    contentFault: undefined,
    orderersSigned: true,
    config: 'known',
    transactions: [{ time: 0, flag: 0, invocation }],
    statements: Array.from({ length: perBlock }, () => ({
      statement: randomBytes(32).toString('hex'),
      hasResult: true,
      bootstrap: false,
      signed: undefined,
    })),
    leafHashes: new Uint8Array(randomBytes(perBlock * 32)),
  }
}

/** What is swept beside the main thread is only gone a little later. */
const kept = async () => {
  for (let round = 0; round < 3; round++) {
    globalThis.gc?.()
    await delay(20)
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

const wrong: string[] = []
const settings = { genesis: undefined, wanted: new Set([12_345]), onTiles: () => undefined }
const auditor = new Auditor(settings, ({ code }) => wrong.push(code))
let next = 0
const take = (blocks: number) => {
  for (const end = next + blocks; next < end; next++) auditor.take(blockOf(next))
}
take(20)
const [before, size] = [await kept(), auditor.size]
take(180)
const bytes = ((await kept()) - before) / (auditor.size - size)
console.log(JSON.stringify({ statements: auditor.size, wrong, bytes }))
