import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { useNodeCrypto } from '../node/index.ts'
import { forget, useNative } from '../src/signature.ts'
import { type Clock, summary, timings, wall } from './timings.ts'
import { firstReceipts, now, trust, workloads } from './workload.ts'

const processes = 5
const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

/** The first verification of a fresh process, and how long the process had then lived. */
const first = async () => {
  const dir = await mkdtemp(join(tmpdir(), 'huren-first-'))
  try {
    const rows = []
    for (const { algorithm, receipts } of firstReceipts())
      for (const by of ['library', 'openssl'] as const) {
        const file = join(dir, `${algorithm}.json`)
        await writeFile(file, JSON.stringify({ receipt: receipts[0], trust, now }))
        const runs: { milliseconds: number; sinceStart: number }[] = []
        for (let i = 0; i < processes; i++) {
          const main = join(import.meta.dirname, 'first.ts')
          runs.push(JSON.parse((await promisify(execFile)(process.execPath, [main, file, by])).stdout))
        }
        rows.push({
          name: `${algorithm}, ${by}`,
          milliseconds: Math.round(median(runs.map(({ milliseconds }) => milliseconds))),
          'process in all': Math.round(median(runs.map(({ sinceStart }) => sinceStart))),
        })
      }
    return rows
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

/** All threads of this process: Web Crypto works in threads of its own. */
const processor: Clock = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** By the clock on the wall, which other work on the machine slows, and by the processor's time, which it hardly does. */
export const benchNode = async (count: number, warmUp: number) => {
  const rows = []
  for (const by of ['library', 'openssl'] as const) {
    if (by === 'openssl') useNodeCrypto()
    else useNative(undefined)
    for (const { name, receipts } of workloads(count)) {
      forget()
      const times = await timings(receipts, trust, now, [wall, processor])
      const { median: ofProcessor } = summary(times, 1, warmUp)
      rows.push({ name: `${name}, ${by}`, ...summary(times, 0, warmUp), 'processor, median': ofProcessor })
    }
  }
  useNative(undefined)
  return { first: await first(), rows }
}
