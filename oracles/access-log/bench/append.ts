/** Events a second that are made, checked, sequenced and synced to disk: `node oracles/access-log/bench/append.ts` */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AccessLog } from '../src/index.ts'
import { newReport, testSeed } from '../src/testing/events.ts'

const events = Number(process.argv[2] ?? 100_000)
const dataDir = await mkdtemp(join(tmpdir(), 'access-log-'))
const log = await AccessLog.open({ dataDir, seed: testSeed })

/** @returns events a second, with so many callers that each wait for their answer before they send the next */
const rate = async (callers: number, count: number): Promise<{ perSecond: number; p95: number }> => {
  const waits: number[] = []
  let left = count
  const caller = async () => {
    while (left-- > 0) {
      const asked = performance.now()
      await log.append(newReport(left))
      waits.push(performance.now() - asked)
    }
  }
  const begun = performance.now()
  await Promise.all(Array.from({ length: callers }, caller))
  const perSecond = (count * 1000) / (performance.now() - begun)
  return { perSecond, p95: waits.sort((a, b) => a - b)[Math.floor(waits.length * 0.95)] ?? 0 }
}

await rate(100, events / 20)
for (const [callers, share] of [
  [1, 100],
  [100, 4],
  [2000, 1],
] as const) {
  const { perSecond, p95 } = await rate(callers, events / share)
  console.log(
    `${String(callers).padStart(5)} callers ${Math.round(perSecond).toLocaleString('en').padStart(8)} events/s, p95 ${p95.toFixed(1)} ms`,
  )
}
await log.close()
await rm(dataDir, { recursive: true })
