import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { summary, timings } from './timings.ts'
import { firstReceipts, now, trust, workloads } from './workload.ts'

const processes = 5
const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

/** The first verification of a fresh process, and how long the process had then lived. */
const first = async () => {
  const dir = await mkdtemp(join(tmpdir(), 'huren-first-'))
  try {
    const rows = []
    for (const { algorithm, receipts } of firstReceipts()) {
      const file = join(dir, `${algorithm}.json`)
      await writeFile(file, JSON.stringify({ receipt: receipts[0], trust, now }))
      const runs: { milliseconds: number; sinceStart: number }[] = []
      for (let i = 0; i < processes; i++) {
        const main = join(import.meta.dirname, 'first.ts')
        runs.push(JSON.parse((await promisify(execFile)(process.execPath, [main, file])).stdout))
      }
      rows.push({
        name: algorithm,
        milliseconds: Math.round(median(runs.map(({ milliseconds }) => milliseconds))),
        'process in all': Math.round(median(runs.map(({ sinceStart }) => sinceStart))),
      })
    }
    return rows
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

export const benchNode = async (count: number, warmUp: number) => {
  const rows = []
  for (const { name, receipts } of workloads(count))
    rows.push({ name, ...summary(await timings(receipts, trust, now), warmUp) })
  return { first: await first(), rows }
}
