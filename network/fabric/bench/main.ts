/**
 * `npm run bench:fabric`: signed reports, half SM2 and half ES256, committed on a real network on this machine.
 * `--seconds 60 --batch 50 --lanes 12 --ordering smartbft`
 */

import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { reckon } from '../load/account.ts'
import { throughput } from '../load/figures.ts'
import { startLoad } from '../load/lanes.ts'
import { reportBatches } from '../load/reports.ts'
import { prepare } from '../load/setup.ts'
import { orderersOf, peersOf } from '../src/description/nodes.ts'
import { temporaryNetwork } from '../src/testing/network.ts'
import { statusOf } from '../src/watch/status.ts'
import { cpuByProgram } from './cpu.ts'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    batch: { type: 'string', default: '50' },
    lanes: { type: 'string', default: '12' },
    ordering: { type: 'string', default: 'smartbft' },
    statements: { type: 'string', default: '0' },
  },
})
const [seconds, batch, lanes] = [values.seconds, values.batch, values.lanes].map(Number) as [
  number,
  number,
  number,
]
const ordering = values.ordering === 'raft' ? 'raft' : 'smartbft'

const { network, remove } = await temporaryNetwork({ ordering })
try {
  const { gateways, contracts, authors, close } = await prepare(network)
  const orderers = orderersOf(network.consortium).length
  console.log(
    `Fabric ${network.binaries.version}, ${ordering}, ${orderers} orderers, ${contracts.length} peers, batch ${batch}, ${lanes} lanes`,
  )
  const wanted = Number(values.statements) || Math.ceil(seconds * 400)
  const signing = Date.now()
  const batches = reportBatches(authors, { statements: wanted, batch })
  console.log(`${wanted} reports signed beforehand in ${((Date.now() - signing) / 1000).toFixed(1)} s`)
  const before = cpuByProgram(network)
  const bytesBefore = (await statusOf(network)).nodes
  const begin = Date.now()
  const load = startLoad({ name: 'Report:submit', batches, lanes, contracts })
  while (Date.now() - begin < seconds * 1000 && batches.length > 0) await sleep(200)
  await load.stop()
  const end = Date.now()
  const figures = throughput(load.acknowledged, begin, end)
  const after = cpuByProgram(network)
  const { nodes } = await statusOf(network)
  console.log(
    `${figures.statements} statements in ${((end - begin) / 1000).toFixed(1)} s: ${figures.perSecond.toFixed(0)}/s; batch latency p50 ${figures.p50} p95 ${figures.p95} p99 ${figures.p99} ms; ${load.retries.length} retries`,
  )
  for (const [program, milliseconds] of Object.entries(after))
    console.log(
      `  ${program}: ${((milliseconds - (before[program] ?? 0)) / figures.statements).toFixed(2)} ms of processor time a statement`,
    )
  for (const kind of ['orderer', 'peer'] as const) {
    const grown = nodes.findIndex((node) => node.kind === kind)
    const bytes = (nodes[grown]?.dataBytes ?? 0) - (bytesBefore[grown]?.dataBytes ?? 0)
    console.log(`  ${kind}: ${(bytes / figures.statements).toFixed(0)} bytes on disk a statement`)
  }
  const [gateway] = gateways
  if (gateway) console.log(await reckon(gateway, load.acknowledged))
  console.log([...new Set(load.retries)].slice(0, 5))
  close()
  void peersOf
} finally {
  await remove()
}
