import { join } from 'node:path'
import tap, { test } from 'tap'
import { connectTo } from './connect.ts'
import { buildContracts } from './deploy/bundle.ts'
import { deploy } from './deploy/deploy.ts'
import { peersOf } from './description/nodes.ts'
import { down } from './down.ts'
import type { Network } from './run/network.ts'
import { embeddedLedger } from './testing/embedded.ts'
import { endorsersFound, fabricMissing, temporaryNetwork } from './testing/network.ts'
import { ask, replay } from './testing/replay.ts'
import { tellStory } from './testing/story.ts'
import { transactionsOn } from './testing/transactions.ts'
import { up } from './up.ts'
import { examine } from './watch/doctor.ts'
import { statusOf } from './watch/status.ts'

tap.setTimeout(600_000)
const skip = await fabricMissing()

const onFabric = (network: Network) => {
  const [peer] = peersOf(network.consortium)
  if (!peer) throw new Error('a consortium has peers')
  const { gateway, close } = connectTo(network, peer)
  return { gateway, contract: gateway.getNetwork('huren').getContract('huren'), close }
}

test(
  'CHAIN-6, CHAIN-7, CHAIN-34, CHAIN-50, CHAIN-53: a SmartBFT network comes up, again, and after an interruption',
  { skip },
  async (t) => {
    const { network, remove } = await temporaryNetwork()
    t.teardown(remove)
    await up(network)
    const status = await statusOf(network)
    t.equal(status.nodes.length, 9)
    t.equal(status.nodes.filter(({ kind }) => kind === 'orderer').length, 6, 'consensus nodes')
    t.equal(status.nodes.filter(({ kind }) => kind === 'peer').length, 3, 'application nodes')
    t.ok(
      status.nodes.every(({ running, dataBytes }) => running && dataBytes > 0),
      'what each has on its disk',
    )
    t.ok(status.diskFreeBytes > 0)
    t.ok(
      status.nodes.every(({ health, lag }) => health === 'OK' && lag === 0),
      'every node is healthy and level',
    )
    t.equal(status.nodes.filter(({ leader }) => leader).length, 1, 'one orderer leads')
    t.ok(
      status.nodes.every(({ certificateDays }) => (certificateDays ?? 0) > 700),
      'CHAIN-8: days left of certificates',
    )
    t.equal(await down(network, 'centre2'), 3)
    const findings = await examine(network)
    t.match(findings, [{ where: 'huren', en: /stops when one more orderer is lost/ }])
    t.equal(findings.filter(({ en }) => /not running: run huren network up/.test(en)).length, 3)
    await up(network)
    t.strictSame(
      (await examine(network)).map(({ en }) => en),
      ['no contracts are deployed: huren network deploy'],
      'up again brings back what was gone, and only that',
    )

    await t.test(
      'the same statements have the same answers on Fabric, on the embedded ledger, and in memory',
      async (t) => {
        const bundle = await buildContracts(join(network.workspace.root, 'contracts.cjs'))
        t.equal((await deploy(network, bundle)).sequence, 1)
        t.equal((await deploy(network, bundle)).sequence, 1, 'deployed again, nothing changes')
        const [peer] = peersOf(network.consortium)
        if (peer) await endorsersFound(connectTo(network, peer))
        const { steps, queries } = await tellStory()
        const fabric = onFabric(network)
        const embedded = await embeddedLedger()
        const remembered = steps.map(({ answer }) => answer)
        t.strictSame(await replay(fabric.contract, steps), remembered, 'answers of Fabric')
        t.strictSame(await replay(embedded.contract, steps), remembered, 'answers of the embedded ledger')
        t.strictSame(
          await ask(fabric.contract, queries),
          await ask(embedded.contract, queries),
          'what is kept',
        )
        const done = await transactionsOn(fabric.gateway)
        t.ok(done.length > 10, `${done.length} transactions`)
        t.strictSame(
          await transactionsOn(embedded.gateway),
          done,
          'the same reads, writes, answers and events',
        )
        fabric.close()
        await embedded.close()
      },
    )
  },
)
