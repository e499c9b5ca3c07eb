import { once } from 'node:events'
import { performance } from 'node:perf_hooks'
import { setTimeout as delay } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { ExplorerIndex } from '@huren/explorer-index'
import { add, blockOf } from '@huren/explorer-index/bench'
import type { Work } from './dashboard.ts'
import { chinaDay } from './questions.ts'
import { spreadOf } from './spread.ts'

const many = 200
const perSecond = 300
const seconds = 20

const period = `from=${chinaDay(29)}&to=${chinaDay(0)}`
/** What an overview asks again when there is something new. */
const asked = [
  `/api/indicators?${period}`,
  `/api/counts?${period}&type=decision&result=committed&by=day&by=outcome`,
  `/api/counts?${period}&type=decision&result=committed&by=institution&by=outcome`,
  `/api/counts?${period}&type=decision&result=committed&by=item&by=outcome`,
]

export interface Dashboards {
  readonly dashboards: number
  /** Statements a second: those that were to come, and those that came. */
  readonly wanted: number
  readonly perSecond: number
  /** Statements that the last dashboard had not been told of, at most, when a second was over. */
  readonly behind: number
  readonly sentence: string
}

/** Many dashboards open at once while statements come: how far behind are they, and how long does a round take? */
export const dashboards = async (
  url: string,
  jar: ReadonlyMap<string, string>,
  index: ExplorerIndex,
): Promise<Dashboards> => {
  const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
  const told = new Int32Array(new SharedArrayBuffer(many * Int32Array.BYTES_PER_ELEMENT))
  const work: Work = { url, cookie, asked, told }
  const thread = new Worker(new URL('./dashboard.ts', import.meta.url), { workerData: work })
  await once(thread, 'message')
  const total = index.statements.size
  // a province makes its statements elsewhere
  const blocks = Array.from({ length: seconds }, (_, i) => {
    const first = total + i * perSecond
    return blockOf(index.height + i, first, first, perSecond)
  })
  const start = performance.now()
  const [usedBefore, started] = [performance.eventLoopUtilization(), process.cpuUsage()]
  let behind = 0
  for (const [i, block] of blocks.entries()) {
    await add(index, [block])
    await delay(Math.max(0, start + (i + 1) * 1000 - performance.now()))
    behind = Math.max(behind, index.statements.size - Math.min(...told))
  }
  const spent = (performance.now() - start) / 1000
  const { user, system } = process.cpuUsage(started)
  const used = performance.eventLoopUtilization(usedBefore).utilization
  thread.postMessage('end')
  const [rounds]: number[][] = await once(thread, 'message')
  await once(thread, 'exit')
  const { p50, p95 } = spreadOf(rounds ?? [])
  const rate = (index.statements.size - total) / spent
  return {
    dashboards: many,
    wanted: perSecond,
    perSecond: rate,
    behind,
    sentence:
      `${many} dashboards, ${Math.round(rate)} statements/s for ${seconds} s: at most ${behind} statements behind after each ` +
      `second, ${rounds?.length} rounds of ${asked.length} questions, p50 ${p50} ms, p95 ${p95} ms; ` +
      `the server's thread was busy ${Math.round(used * 100)} % of the time, ` +
      `CPU of server and dashboards together ${((user + system) / 1e6 / spent).toFixed(2)} cores`,
  }
}
