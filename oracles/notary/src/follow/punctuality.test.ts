import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'tap'
import { Alarms } from '../alarms.ts'
import { NotaryLog } from '../log/notary-log.ts'
import { Punctuality } from './punctuality.ts'

test('a committed block that stays out of the log is an alarm; one that is on its way is none', async (t) => {
  const dir = await mkdtemp(join(tmpdir(), 'huren-punctuality-'))
  const log = await NotaryLog.open(dir, 'huren')
  t.teardown(async () => {
    await log.close()
    await rm(dir, { recursive: true, force: true })
  })
  const alarms = await Alarms.open(dir)
  const punctuality = new Punctuality(log, alarms, { logged: 15_000, witnessed: 30_000 }, async () => 0)
  await punctuality.look(0, 0)
  await punctuality.look(3, 1000)
  await punctuality.look(3, 15_900)
  t.equal(alarms.count, 0, 'not yet')
  const block = { number: 0, hash: 'ab', flags: new Uint8Array(), transactions: [] }
  await log.append([{ ...block, after: { next: 1, lastHash: 'ab', config: undefined } }])
  await punctuality.look(3, 16_100)
  await punctuality.look(3, 31_000)
  t.equal(alarms.count, 0, 'the log moves')
  await punctuality.look(3, 31_200)
  const [alarm] = await alarms.list()
  t.match(alarm, { kind: 'log-overdue', detail: /block 1 is committed and not logged after 15000 ms/ })
  await punctuality.look(1, 60_000)
  await punctuality.look(2, 61_000)
  t.equal(alarms.count, 1, 'level again, the time begins anew')
})
