/**
 * `npm run test:faults -w network/fabric`: a real network under load, and what happens to it. Prints one line a fault:
 * statements acknowledged, lost, doubled, the longest stop, the time to be level again. Ends with 1 when a statement was lost or
 * doubled. `--only <n,…>` takes some of the list; `--ordering raft`.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { reckon } from '../load/account.ts'
import { longestStop, throughput } from '../load/figures.ts'
import { startLoad } from '../load/lanes.ts'
import { reportBatches } from '../load/reports.ts'
import { prepare, type Ready } from '../load/setup.ts'
import { NetworkProblem } from '../src/problem.ts'
import { eventually } from '../src/run/health.ts'
import type { Network } from '../src/run/network.ts'
import { temporaryNetwork } from '../src/testing/network.ts'
import { statusOf } from '../src/watch/status.ts'
import type { Fault } from './fault.ts'
import { faults } from './list.ts'

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    ordering: { type: 'string', default: 'smartbft' },
    lanes: { type: 'string', default: '4' },
    batch: { type: 'string', default: '10' },
    struck: { type: 'string', default: '25' },
  },
})
const chosen = values.only?.split(',').map(Number) ?? faults.map((_, index) => index)
const ordering = values.ordering === 'raft' ? 'raft' : 'smartbft'

/** Until every node is healthy and level. */
const untilLevel = (network: Network) =>
  eventually(120, async () => {
    const { nodes } = await statusOf(network)
    if (nodes.every(({ health, lag }) => health === 'OK' && lag !== null && lag <= 1)) return
    throw new NetworkProblem('not-ready', '尚未追平', 'not level yet')
  })

const seconds = (milliseconds: number) => (milliseconds / 1000).toFixed(1)

/** Ten seconds of work, the fault, work in spite of it, mending, ten seconds more; then the account. */
const suffer = async (network: Network, { contracts, gateways, authors }: Ready, fault: Fault) => {
  const batches = reportBatches(authors, { statements: 6000, batch: Number(values.batch) })
  const load = startLoad({ name: 'Report:submit', batches, lanes: Number(values.lanes), contracts })
  await sleep(10_000)
  const struck = Date.now()
  await fault.strike(network)
  await sleep(Number(values.struck) * 1000)
  const mending = Date.now()
  await fault.mend(network)
  await untilLevel(network)
  const level = Date.now() - mending
  await sleep(5_000)
  await load.stop()
  const end = Date.now()
  const [gateway] = gateways
  if (!gateway) throw new Error('a network has peers')
  const { acknowledged, lost, doubled } = await reckon(gateway, load.acknowledged)
  return {
    '故障 fault': `${fault.name.zh} ${fault.name.en}`,
    '已答复 acknowledged': acknowledged,
    '丢失 lost': lost,
    '重复 doubled': doubled,
    '此前 /s before': throughput(load.acknowledged, struck - 8000, struck).perSecond.toFixed(0),
    '故障中 /s struck': throughput(load.acknowledged, struck, mending).perSecond.toFixed(0),
    '最长停顿 longest stop s': seconds(longestStop(load.acknowledged, struck, end)),
    '恢复 mended and level s': seconds(level),
  }
}

const { network, remove } = await temporaryNetwork({ ordering })
try {
  const ready = await prepare(network)
  console.log(
    `Fabric ${network.binaries.version}, ${ordering}, ${values.lanes} × ${values.batch} statements in flight`,
  )
  for (const index of chosen) {
    const fault = faults[index]
    if (!fault) continue
    const row = await suffer(network, ready, fault)
    console.log(JSON.stringify(row))
    if (row['丢失 lost'] > 0 || row['重复 doubled'] > 0) process.exitCode = 1
  }
  ready.close()
} finally {
  await remove()
}
