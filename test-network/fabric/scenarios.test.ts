import { Gateway } from '@huren/client'
import { fabricMissing } from '@huren/fabric-network/testing'
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
  for (const { zh, en, held, found } of accounts.flatMap(({ checks }) => checks))
    t.ok(held, `${zh} ${en}`, { found })
})
