import tap, { test } from 'tap'
import { startLoad } from '../../load/lanes.ts'
import { endlessReports } from '../../load/reports.ts'
import { prepare } from '../../load/setup.ts'
import { nodesOf, orderersOf } from '../description/nodes.ts'
import { eventually } from '../run/health.ts'
import { runningPid } from '../run/process.ts'
import { fabricMissing, temporaryNetwork } from '../testing/network.ts'
import { statusOf } from '../watch/status.ts'
import { keepWatch, restartBy, restartProcess } from './watchdog.ts'

tap.setTimeout(300_000)
const skip = await fabricMissing()

test(
  'CHAIN-53, CHAIN-58: an orderer that hangs is started again and is level; nobody else is touched',
  { skip },
  async (t) => {
    const { network, remove } = await temporaryNetwork()
    t.teardown(remove)
    const ready = await prepare(network)
    t.teardown(async () => ready.close())
    const [hanging, ...others] = orderersOf(network.consortium).toReversed()
    if (!hanging) throw new Error('a network has orderers')
    const pidOf = (node: typeof hanging) => runningPid(network.workspace.node(node).pid)
    const before = others.map(pidOf)
    const stuck = pidOf(hanging)
    if (!stuck) throw new Error('it runs')
    const watch = new AbortController()
    const told: string[] = []
    const watching = keepWatch(
      { ...network, say: (_, en) => told.push(en) },
      {
        nodes: nodesOf(network.consortium),
        every: 500,
        patience: 4000,
        restart: restartProcess(network),
        signal: watch.signal,
      },
    )
    const batches = endlessReports(ready.authors, 1)
    const load = startLoad({ name: 'Report:submit', batches, lanes: 1, contracts: ready.contracts })
    process.kill(stuck, 'SIGSTOP')
    await eventually(60, async () => {
      const { nodes } = await statusOf(network)
      const lag = nodes.find(({ node }) => node === hanging.fullName)?.lag ?? Number.POSITIVE_INFINITY
      if (pidOf(hanging) === stuck || lag > 2) throw new Error(`not level: ${lag}`)
    })
    await load.stop()
    watch.abort()
    await watching
    t.strictSame(told.slice(0, 1), [`${hanging.fullName} stands still: started again`])
    t.strictSame(others.map(pidOf), before, 'the others are the same processes')
    t.ok(load.acknowledged.length > 0, 'meanwhile the network went on')
    const echo = restartBy(`test "$HUREN_UNIT" = "huren-orderer-$HUREN_NODE.service"`)
    await t.resolves(echo(hanging), 'a command is told node and unit')
    await t.rejects(restartBy('exit 3')(hanging), { message: /exit code 3/ })
  },
)
