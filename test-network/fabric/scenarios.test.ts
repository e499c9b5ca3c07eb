import { Gateway } from '@huren/client'
import { connectTo, peersOf } from '@huren/fabric-network'
import { fabricMissing } from '@huren/fabric-network/testing'
import { embeddedLedger } from '@huren/fabric-network/testing/embedded'
import { transactionsOn } from '@huren/fabric-network/testing/transactions'
import tap, { test } from 'tap'
import { Account } from '../scenarios/account.ts'
import { joining } from '../scenarios/joining.ts'
import { scenarios } from '../scenarios/main-job.ts'
import { startFabricSystem } from './system.ts'

tap.setTimeout(600_000)
const skip = await fabricMissing()

test('the main job, scenario by scenario, on a real Fabric network', { skip }, async (t) => {
  const system = await startFabricSystem()
  t.teardown(() => system.stop())
  const joined = new Account()
  const world = await joining(new Gateway({ url: system.url }), system.centrals, joined)
  const accounts = [joined]
  for (const scenario of scenarios) {
    const account = new Account()
    await scenario(world, account)
    accounts.push(account)
  }
  await t.test('every transaction of it, played again on the embedded ledger, does the same', async (t) => {
    const [peer] = peersOf(system.network.consortium)
    if (!peer) throw new Error('a network has peers')
    const fabric = connectTo(system.network, peer)
    const embedded = await embeddedLedger()
    const done = await transactionsOn(fabric.gateway).finally(fabric.close)
    for (const { args } of done) {
      const [name = '', ...statements] = args
      await embedded.contract.submitTransaction(name, ...statements)
    }
    const again = await transactionsOn(embedded.gateway)
    await embedded.close()
    t.ok(done.length > 20, `${done.length} transactions`)
    t.strictSame(again, done, 'reads, writes, answers and events')
  })
  for (const { zh, en, held, found } of accounts.flatMap(({ checks }) => checks))
    t.ok(held, `${zh} ${en}`, { found })
})
