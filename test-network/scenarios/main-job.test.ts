import { loadCentrals } from '@huren/cli/src/start/organisations.ts'
import { Gateway } from '@huren/client'
import { verifyLedger } from '@huren/embedded'
import type { Report } from '@huren/records'
import tap, { type Test, test } from 'tap'
import { startSystem, temporaryFolder } from '../dev-env/system.ts'
import { accessLog } from './access-log.ts'
import { Account } from './account.ts'
import { anchoring } from './anchoring.ts'
import { changedByte } from './changed-byte.ts'
import { consent, emergency } from './consent.ts'
import { joining } from './joining.ts'
import { killed } from './killed.ts'
import { recognition, withdrawal } from './recognition.ts'
import { referral } from './referral.ts'
import { secondTime } from './second-time.ts'
import type { World } from './world.ts'

tap.setTimeout(170_000)

const folder = await temporaryFolder()
const system = await startSystem({ data: folder.path })
let world: World

/** Each check of the demo's account is an assertion. */
const shown = async (t: Test, tell: (account: Account) => Promise<unknown>) => {
  const account = new Account()
  await tell(account)
  t.ok(account.checks.length > 0, 'something was looked at')
  for (const { zh, en, held, found } of account.checks) t.ok(held, `${zh} ${en}`, { found })
}

test('EXCH-14 CHAIN-2: institutions join with the signatures of two central organisations', (t) =>
  shown(t, async (account) => {
    const centrals = await loadCentrals(system.folders.organisations)
    world = await joining(new Gateway({ url: system.url }), centrals, account)
  }))

test('CHAIN-1 CITY-41 EXCH-52 GAP-5: every report is anchored by the commitment of its exact bytes, those of years ago too', async (t) => {
  await shown(t, (account) => anchoring(world, account))
  const performed = world.taken.map(
    ({ envelope }): Partial<Report> => JSON.parse(Buffer.from(envelope.payload, 'base64').toString()),
  )
  const oldest = performed.flatMap(({ performedAt }) => performedAt ?? []).sort()[0] ?? ''
  t.ok(Date.parse(oldest) < Date.now() - 10 * 365 * 24 * 3600_000, `the oldest: ${oldest}`)
})

test('CITY-13 CITY-19 EXCH-20 FACT-7: recognised, or not with a reason of the dictionary, under catalogue and rule in force', (t) =>
  shown(t, (account) => recognition(world, account)))

test('CITY-10: recognition is blocked when the report is withdrawn', (t) =>
  shown(t, (account) => withdrawal(world, account)))

test('GAP-12 CHAIN-2: consent is granted, used, revoked; no access after it', (t) =>
  shown(t, (account) => consent(world, account)))

test('GAP-12: emergency access and its review', (t) => shown(t, (account) => emergency(world, account)))

test('CHAIN-2: the access log is anchored, a forged checkpoint is refused', (t) =>
  shown(t, (account) => accessLog(world, account)))

test('a referral goes through all its steps, in turn', (t) => shown(t, (account) => referral(world, account)))

test('CHAIN-2: a changed byte is caught', (t) => shown(t, (account) => changedByte(world, account)))

test('EXCH-9: everything a second time, nothing twice', (t) =>
  shown(t, (account) => secondTime(world, account)))

test('EXCH-9 EXCH-12: killed in the middle, nothing acknowledged is lost', (t) =>
  shown(t, (account) => killed(world, account, system)))

test('the blocks of all this verify after a clean stop', async (t) => {
  await system.stop()
  const { firstBad, valid } = await verifyLedger(system.folders.ledger, system.folders.consortium)
  t.equal(firstBad, undefined)
  t.ok(valid > 20)
  await folder.remove()
})
