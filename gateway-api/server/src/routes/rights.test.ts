import t, { test } from 'tap'
import { commitment, instant, uuid, World } from '../testing/world.ts'

t.setTimeout(120_000)
const world = await World.founded()
const owner = await world.register('GD-4401-00001')
const reader = await world.register('GD-4401-00002')
const stranger = await world.register('GD-4401-00003')
const [central] = world.central
const patient = await world.bind(owner)
const otherPatient = await world.bind(stranger)

const report = uuid()
const [{ id: version }] = await world.submit(owner, world.report(owner, { report }))
const consent = uuid()
await world.submit(
  patient,
  patient.sign('consent', {
    consent,
    grantor: patient.key.id,
    subject: commitment(),
    grantee: reader.id,
    purpose: 'treatment',
    scope: 'reports',
    reports: [report],
    notBefore: instant(Date.now() - 1000),
    notAfter: instant(Date.now() + 3600_000),
  }),
)
const access = uuid()
await world.submit(
  reader,
  reader.sign('access', { access, report, consent, purpose: 'treatment', subject: commitment() }),
)
const decision = uuid()
await world.submit(
  reader,
  world.decision(reader, {
    decision,
    report,
    statement: version,
    outcome: 'not-recognised',
    reason: 'NR02',
    dictionary: 1,
    moment: 'visit',
  }),
)
const referral = uuid()
await world.submit(
  owner,
  owner.sign('referral', {
    referral,
    step: 'propose',
    from: owner.id,
    to: reader.id,
    subject: commitment(),
    urgency: 'routine',
  }),
)

const statusOf = async (caller: typeof owner, path: string) => (await caller.get(path)).status
const listed = async (caller: typeof owner, path: string) => (await caller.get(path)).body.items.length

test('GAP-12: a patient reads the own consents and who looked, and nothing else', async (t) => {
  t.equal(await statusOf(patient, `/v1/consents/${consent}`), 200)
  t.equal(await statusOf(patient, `/v1/accesses/${access}`), 200)
  t.equal(await listed(patient, '/v1/consents'), 1)
  t.equal(await listed(patient, `/v1/accesses?consent=${consent}`), 1)
  for (const path of [`decisions/${decision}`, `referrals/${referral}`, `reports/${report}`])
    t.equal(await statusOf(patient, `/v1/${path}`), 403, path)
  t.equal(await listed(patient, '/v1/reports'), 0)
  t.equal(await statusOf(otherPatient, `/v1/consents/${consent}`), 403)
  t.equal(await listed(otherPatient, '/v1/consents'), 0)
  t.equal(await statusOf(patient, '/v1/onboarding'), 403)
})

test('AGEN-6, CHAIN-30, SEC-6: hospitals read what they stated and what concerns them', async (t) => {
  for (const caller of [owner, reader]) {
    t.equal(await statusOf(caller, `/v1/decisions/${decision}`), 200)
    t.equal(await statusOf(caller, `/v1/accesses/${access}`), 200)
    t.equal(await statusOf(caller, `/v1/consents/${consent}`), 200)
    t.equal(await statusOf(caller, `/v1/referrals/${referral}`), 200)
    t.equal(await listed(caller, '/v1/decisions'), 1)
  }
  for (const path of ['decisions', 'accesses', 'consents', 'referrals'])
    t.equal(await listed(stranger, `/v1/${path}`), 0, path)
  t.equal(await statusOf(stranger, `/v1/decisions/${decision}`), 403)
  t.equal(await statusOf(stranger, `/v1/consents/${consent}`), 403)
  t.equal(await statusOf(stranger, `/v1/decisions/${uuid()}`), 404)
  t.equal(await listed(stranger, `/v1/decisions?report=${report}`), 0, 'not by asking for it by name either')
})

test('a report is not listed for others, but who holds its random id may check it', async (t) => {
  t.equal(await listed(stranger, '/v1/reports'), 0)
  t.equal(await statusOf(stranger, `/v1/reports/${report}`), 200)
  t.equal(await statusOf(stranger, `/v1/statements/${version}`), 200)
})

test('CITY-40: the central organisations read all of it', async (t) => {
  for (const path of [
    `decisions/${decision}`,
    `accesses/${access}`,
    `consents/${consent}`,
    `referrals/${referral}`,
  ])
    t.equal(await statusOf(central, `/v1/${path}`), 200, path)
  t.equal(await listed(central, '/v1/decisions?outcome=not-recognised&reason=NR02'), 1)
})

test('a replaced key of a patient opens what the lost one did, and the lost one nothing more', async (t) => {
  const next = world.actor('')
  await world.submit(
    owner,
    owner.sign('patient-key', {
      key: next.key.id,
      algorithm: next.key.algorithm,
      publicKey: next.key.publicKey,
      subject: commitment(),
      assurance: 'in-person',
      notBefore: instant(Date.now() - 500),
      notAfter: instant(Date.now() + 3600_000),
      replaces: patient.key.id,
    }),
  )
  t.equal(await statusOf(next, `/v1/consents/${consent}`), 200)
  t.equal(await listed(next, '/v1/consents'), 1)
  t.equal(await statusOf(patient, `/v1/consents/${consent}`), 401)
})

test('close', async () => world.close())
