import t, { test } from 'tap'
import { eventsOf } from '../testing/events.ts'
import { type Actor, instant, uuid, World } from '../testing/world.ts'

t.setTimeout(120_000)
const world = await World.founded()
const hospital = await world.register('GD-4401-00001')
const other = await world.register('GD-4401-00002')

const read = (caller: Actor, query: string, count: number, lastEventId?: string) =>
  eventsOf(world.url, caller, query, count, lastEventId)

test('events come as they are committed, and resume after the last one seen', async (t) => {
  const coming = read(hospital, '?type=report', 3)
  await new Promise((resolve) => setTimeout(resolve, 300))
  const results = await world.submit(hospital, ...Array.from({ length: 3 }, () => world.report(hospital)))
  const { events } = await coming
  t.same(
    events.map(({ data }) => data.id),
    results.map(({ id }: { id: string }) => id),
  )
  t.match(events[0], { event: 'report', id: /^\d{10}-\d{5}-\d{5}$/, data: { stage: 'committed' } })
  const { events: rest } = await read(hospital, '?type=report', 2, events[0]!.id)
  t.same(
    rest.map(({ id }) => id),
    events.slice(1).map(({ id }) => id),
  )
  const { events: all } = await read(world.central[0], '?after=0000000000-00000-00000', 10)
  t.match(all[0], { event: 'institution' }, 'from the beginning of the chain')
})

test('nobody sees what does not concern them', async (t) => {
  const after = '?type=report,referral&after=0000000000-00000-00000'
  const stranger = read(other, after, 1)
  const urgency = { urgency: 'routine', subject: '0'.repeat(64) }
  const step = { referral: uuid(), step: 'propose', from: hospital.id, to: other.id, ...urgency }
  await world.submit(hospital, hospital.sign('referral', step))
  const { events } = await stranger
  t.match(events, [{ event: 'referral', data: { payload: { to: other.id } } }], 'and none of the reports')
})

test('bad requests and too many streams are told apart', async (t) => {
  t.equal((await read(hospital, '?type=nonsense', 1)).status, 400)
  t.equal((await read(hospital, '', 1, 'yesterday')).status, 400)
  await world.restartGateway({ streams: { perCaller: 1 } })
  const open = read(hospital, '?type=erasure', 1)
  await new Promise((resolve) => setTimeout(resolve, 200))
  const second = await read(hospital, '', 1)
  t.equal(second.status, 429)
  t.match(await second.response?.json(), { code: 'rate-limited' })
  const lost = { key: hospital.key.id, reason: 'compromised', revokedFrom: instant(Date.now() - 1000) }
  await world.submit(hospital, hospital.sign('key-revocation', lost))
  const ended = await open.then(
    ({ events }) => events,
    () => [],
  )
  t.same(ended, [], 'a revocation closes an open stream, which has told nothing')
})

test('close', async () => world.close())
