/**
 * `npm run test:faults:fabric`, and part of `npm run test:faults`: a real network under load, and what happens to it. Prints one
 * line a fault: statements acknowledged, lost, doubled, the longest stop, the time to be level again. Ends with 1 when a
 * statement was lost or doubled, or a node stayed behind. The watchdog is on duty as it would be. `--only 0,4` takes some of the list (`--list` prints it), `--ordering raft`,
 * `--lanes 4 --batch 10` in flight, `--struck 25` seconds.
 */
import { parseArgs } from 'node:util'
import { prepare } from '../load/setup.ts'
import { nodesOf } from '../src/description/nodes.ts'
import type { Network } from '../src/run/network.ts'
import { fabricMissing } from '../src/testing/network.ts'
import { keepWatch, restartProcess } from '../src/watchdog/watchdog.ts'
import type { Fault } from './fault.ts'
import { type Ground, layGround } from './ground.ts'
import { faults } from './list.ts'
import { type Suffered, type Suffering, suffer } from './suffer.ts'

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    list: { type: 'boolean', default: false },
    ordering: { type: 'string', default: 'smartbft' },
    lanes: { type: 'string', default: '4' },
    batch: { type: 'string', default: '10' },
    struck: { type: 'string', default: '25' },
  },
})
const chosen = values.only?.split(',').map(Number) ?? faults.map((_, index) => index)
const ordering = values.ordering === 'raft' ? 'raft' : 'smartbft'
const suffering: Suffering = {
  lanes: Number(values.lanes),
  batch: Number(values.batch),
  struck: Number(values.struck),
}

const row = ({ name, acknowledged, lost, doubled, before, during, longestStop, recovery }: Suffered) => ({
  '故障 fault': `${name.zh} ${name.en}`,
  '已答复 acknowledged': acknowledged,
  '丢失 lost': lost,
  '重复 doubled': doubled,
  '此前 /s before': Math.round(before),
  '故障中 /s struck': Math.round(during),
  '最长停顿 longest stop s': Number(longestStop.toFixed(1)),
  '恢复 mended and level s': Number(recovery.toFixed(1)),
})

/** `huren network watchdog` with its own settings, as an operator has it running; says what it starts again. */
const watchOver = (network: Network) => {
  const stopping = new AbortController()
  const told = { ...network, say: (zh: string, en: string) => console.log(`  ${zh} ${en}`) }
  const nodes = nodesOf(network.consortium)
  const restart = restartProcess(network)
  const done = keepWatch(told, { nodes, every: 5000, patience: 20_000, restart, signal: stopping.signal })
  return async () => {
    stopping.abort()
    await done
  }
}

const sufferAll = async (ground: Ground, wanted: readonly Fault[]) => {
  const ready = await prepare(ground.network)
  const { version } = ground.network.binaries
  console.log(`Fabric ${version}, ${ordering}, ${suffering.lanes} × ${suffering.batch} statements in flight`)
  const relieve = watchOver(ground.network)
  const rows = []
  for (const fault of wanted) {
    if (fault.needsRoot && !ground.centres) {
      console.log(`跳过 skipped: ${fault.name.zh} ${fault.name.en}: 需要 root needs root`)
      continue
    }
    const suffered = await suffer(ground, ready, fault, suffering)
    rows.push(row(suffered))
    console.log(JSON.stringify(rows.at(-1)))
    for (const node of suffered.behind) console.log(`未追平 not level: ${node}`)
    if (suffered.lost > 0 || suffered.doubled > 0 || suffered.behind.length > 0) process.exitCode = 1
  }
  await relieve()
  console.table(rows)
  ready.close()
}

const run = async () => {
  if (values.list) return faults.map(({ name }, index) => console.log(`${index}  ${name.zh} ${name.en}`))
  const missing = await fabricMissing()
  if (missing) return console.log(`跳过 skipped: ${missing}`)
  const ground = await layGround(ordering)
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void ground.remove().finally(() => process.exit(1)))
  try {
    await sufferAll(
      ground,
      chosen.flatMap((index) => faults[index] ?? []),
    )
  } finally {
    await ground.remove()
  }
}
// fabric-shim, which the load's statements come with, logs what nobody catches and lets the program end as if all were well
await run().catch((error: unknown) => {
  console.error(error)
  process.exit(1)
})
