import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'tap'
import { Alarms } from '../alarms.ts'
import { createNotaryKeys, loadNotaryKeys } from '../keys/notary-keys.ts'
import { NotaryLog } from '../log/notary-log.ts'
import { stagesWithin } from '../stages.ts'
import { Collector } from './collector.ts'
import { Publisher } from './publisher.ts'

test('a checkpoint that nobody else cosigns in time is an alarm that carries it', async (t) => {
  const dir = await mkdtemp(join(tmpdir(), 'huren-collector-'))
  const log = await NotaryLog.open(dir, 'huren')
  t.teardown(async () => {
    await log.close()
    await rm(dir, { recursive: true, force: true })
  })
  await createNotaryKeys(join(dir, 'keys'), { origin: 'one.test/log', witness: 'one.test' }, 'a passphrase')
  const alarms = await Alarms.open(dir)
  const publisher = await Publisher.open(log, await loadNotaryKeys(join(dir, 'keys'), 'a passphrase'))
  await publisher.publish(log.head)
  const policy = { cosignatures: 2, including: [] }
  const collector = new Collector({ log, publisher, alarms }, [], policy, 'GD-0000-00001')
  const started = Date.now()
  await collector.round()
  t.equal(alarms.count, 0)
  t.intercept(Date, 'now', { value: () => started + stagesWithin.witnessed + 1000 })
  await collector.round()
  const [alarm] = await alarms.list()
  t.equal(alarm?.kind, 'witness-overdue')
  t.match(alarm?.checkpoints[0], /^one\.test\/log\n0\n/)
  t.equal(publisher.witnessed, undefined, 'one of three is not witnessed')
})
