import { join } from 'node:path'
import { addSignature, generateKey, signStatement } from '@huren/crypto-config'
import { keyUses, type Payload } from '@huren/records'
import t, { type Test, test } from 'tap'
import { startGateway } from '../index.ts'
import { callerWith } from '../testing/caller.ts'
import { type Actor, instant, keyPayload, World } from '../testing/world.ts'

t.setTimeout(120_000)
const world = await World.founded()
const [one, two, supervisor] = world.central
const other = await startGateway({ ...world.settings, dataDir: join(world.dir, 'second-gateway') })
t.teardown(async () => {
  await other.close()
  await world.close()
})

const application = ({ key }: Pick<Actor, 'key'>, city: string) => ({
  institution: { kind: 'hospital', level: 'tertiary', city },
  key: {
    algorithm: key.algorithm,
    publicKey: key.publicKey,
    uses: ['administration', 'report'],
    notAfter: instant(Date.now() + 10 ** 10),
  },
})
/** Somebody who applies, and the central organisations, at one of the two gateways. */
const at = (url: string, actor: Pick<Actor, 'key'>) => callerWith(() => url, actor.key)
const apply = async (applicant: Actor, city: string, url = world.url) =>
  (await at(url, applicant).post('/v1/onboarding', application(applicant, city))).body
const approve = async (central: Actor, id: string, url = world.url) => {
  const path = `/v1/onboarding/${id}`
  const { toSign } = (await at(url, central).get(path)).body
  return at(url, central).post(`${path}/approvals`, {
    institution: addSignature({ ...toSign.institution, signatures: [] }, central.key),
    key: addSignature({ ...toSign.key, signatures: [] }, central.key),
  })
}
const decline = (central: Actor, id: string, reason: unknown = 'document-incomplete') =>
  central.post(`/v1/onboarding/${id}/declines`, { reason })
const settled = async (applicant: Actor, id: string, url = world.url) => {
  for (let tries = 0; tries < 200; tries++) {
    const { body } = await at(url, applicant).get(`/v1/onboarding/${id}`)
    if (body.stage !== 'approved') return body
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('the application does not become final')
}

test('EXCH-14 CHAIN-15: two of three central organisations decline, with a reason; the institution may apply anew', async (t) => {
  const applicant = world.actor('', 'SM2-SM3')
  const { id, accessKey, declines } = await apply(applicant, '4401')
  t.same(declines, [])
  t.match((await decline(one, id, 'because')).body, { code: 'body-invalid', field: 'reason' })
  t.equal((await decline(applicant, id)).status, 401, 'not for the applicant')
  t.match((await decline(one, '6f2b4a9e-0000-4000-8000-000000000000')).body, { code: 'not-found' })

  t.match((await decline(one, id)).body, {
    stage: 'pending',
    declines: [{ institution: one.id, key: one.key.id, reason: 'document-incomplete' }],
  })
  t.equal((await decline(one, id, 'not-eligible')).body.declines.length, 1, 'nobody decides twice')
  t.match((await approve(one, id)).body, { status: 409, code: 'already-decided' }, 'nor both ways')
  await approve(two, id)
  t.match((await decline(two, id)).body, { status: 409, code: 'already-decided' })
  await world.restartGateway()
  t.match((await decline(supervisor, id, 'not-eligible')).body, { stage: 'declined' })

  const { body } = await applicant.get(`/v1/onboarding/${id}`)
  t.match(body, { stage: 'declined', declines: [{}, { reason: 'not-eligible' }] }, 'the applicant sees why')
  t.match((await approve(supervisor, id)).body, { code: 'already-decided' })
  t.equal((await applicant.get('/v1/institutions')).status, 401, 'and is nobody')
  const again = await apply(applicant, '4401')
  t.match(again, { stage: 'pending', approvals: [], declines: [] })
  t.not(again.id, id)
  t.not(again.accessKey, accessKey, 'a number is given once')
})

test('only an administration key declines', async (t) => {
  const { id } = await apply(world.actor(''), '4405')
  const clerk = generateKey('ES256')
  const uses = keyUses.filter((use) => use !== 'administration')
  const payload = { issuer: one.id, issuedAt: instant(Date.now()), institution: one.id, uses }
  const registered = { ...payload, ...keyPayload(clerk) } as Payload
  await world.submit(one, signStatement('signing-key', registered, [one.key]))
  t.match((await decline(world.actor(one.id, 'ES256', clerk), id)).body, { status: 403, code: 'forbidden' })
})

const keysOf = async (institution: string) => {
  const { body } = await one.get(`/v1/statements?type=signing-key&institution=${institution}`)
  return body.items.map(({ payload }: { payload: { key: string } }) => payload.key)
}

const onlyOneIn = async (t: Test, city: string, winner: Actor, loser: Actor) => {
  t.same(await keysOf(`GD-${city}-00001`), [winner.key.id], 'with its own key only')
  t.match((await loser.get('/v1/institutions')).body, { code: 'credential-invalid' }, 'the other is outside')
}

test('EXCH-14: two gateways give one number: the second applicant is told to apply again, and does', async (t) => {
  const [first, second] = [world.actor('', 'SM2-SM3'), world.actor('', 'SM2-SM3')]
  const here = await apply(first, '4403')
  const there = await apply(second, '4403', other.url)
  t.equal(here.accessKey, there.accessKey)
  await approve(one, there.id, other.url)
  for (const central of [one, two]) await approve(central, here.id)
  t.equal((await settled(first, here.id)).stage, 'registered')

  const { body } = await approve(two, there.id, other.url)
  t.match(body, { status: 409, code: 'number-taken', detail: /GD-4403-00001 .*apply again/ })
  t.match(await settled(second, there.id, other.url), {
    stage: 'refused',
    refusal: { code: 'number-taken' },
  })
  await onlyOneIn(t, '4403', first, second)
  const again = await apply(second, '4403', other.url)
  t.equal(again.accessKey, 'GD-4403-00002')
  for (const central of [one, supervisor]) await approve(central, again.id, other.url)
  t.equal((await settled(second, again.id, other.url)).stage, 'registered')
})

test('EXCH-14: two gateways race for one number: the ledger takes one, and no key of the other', async (t) => {
  const applicants = [world.actor('', 'SM2-SM3'), world.actor('', 'SM2-SM3')] as const
  const urls = [world.url, other.url] as const
  const [here, there] = [await apply(applicants[0], '4404'), await apply(applicants[1], '4404', other.url)]
  await Promise.all([approve(one, here.id), approve(one, there.id, other.url)])
  await Promise.all([approve(two, here.id), approve(two, there.id, other.url)])
  const [a, b] = await Promise.all([
    settled(applicants[0], here.id),
    settled(applicants[1], there.id, urls[1]),
  ])
  const [winner, loser] = a.stage === 'registered' ? applicants : applicants.toReversed()
  t.same([a.stage, b.stage].toSorted(), ['refused', 'registered'])
  t.match(a.stage === 'refused' ? a : b, { refusal: { code: 'number-taken' } })
  await onlyOneIn(t, '4404', winner!, loser!)
})
