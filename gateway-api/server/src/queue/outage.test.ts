import { setTimeout as delay } from 'node:timers/promises'
import t, { test } from 'tap'
import { plain } from '../testing/caller.ts'
import { startLedgerProcess } from '../testing/ledger.ts'
import { World } from '../testing/world.ts'

t.setTimeout(180_000)
const world = await World.founded({ delivery: { patience: 1000 }, queue: { deadline: 4000, replay: 2000 } })
const hospital = await world.register('GD-4401-00001')
const stranger = await world.register('GD-4401-00002')
const { body: access } = await hospital.post('/v1/tokens')
const port = Number(world.ledger.address.split(':').at(-1))

const post = async (statements: unknown[], prefer: string) =>
  plain(`${world.url}/v1/statements`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${access.token}`, prefer },
    body: JSON.stringify({ statements }),
  })
const letters = async () =>
  (await plain(`${world.url}/v1/dead-letters`, { headers: { authorization: `Bearer ${access.token}` } })).body
    .items

const until = async (condition: () => Promise<boolean>, what: string) => {
  for (let tries = 0; tries < 400; tries++) {
    if (await condition()) return
    await delay(50)
  }
  throw new Error(`never: ${what}`)
}

test('CGEN-17, EXCH-9: a lost ledger delays what was promised, and loses nothing', async (t) => {
  await world.ledger.stop('SIGKILL')
  const { status, body } = await post([world.report(hospital), world.report(hospital)], 'respond-async')
  t.equal(status, 202, 'statements are taken without a ledger')
  const ready = await plain(`${world.url}/readyz`)
  t.equal(ready.status, 503)
  t.match(ready.body, { ready: false, ledger: { reachable: false }, queue: { writable: true } })
  t.equal((await plain(`${world.url}/healthz`)).status, 200)
  const reasons = await plain(`${world.url}/v1/reasons`)
  t.match(reasons.body, { code: 'ledger-unreachable', status: 503 })
  t.ok(reasons.headers.get('retry-after'))
  world.ledger = await startLedgerProcess(world.dir, port)
  const again = await post([], 'wait=0')
  t.match(again.body, { code: 'body-invalid' })
  await until(async () => (await plain(`${world.url}/readyz`)).status === 200, 'ready')
  for (const { id } of body.results)
    await until(async () => {
      const { body: view } = await hospital.get(`/v1/statements/${id}`)
      return view.stage === 'committed'
    }, `${id} committed`)
  t.same(await letters(), [])
})

test('EXCH-12: what misses its deadline is a dead letter: seen, pushed again by a timer or by hand', async (t) => {
  await world.ledger.stop('SIGKILL')
  const { body } = await post([world.report(hospital), world.report(hospital)], 'respond-async')
  const ids: string[] = body.results.map(({ id }: { id: string }) => id)
  await until(async () => (await letters()).length === 2, 'dead letters')
  const [letter] = await letters()
  t.match(letter, {
    submitter: hospital.id,
    cause: { code: 'deadline-passed' },
    envelope: { payload: String },
  })
  world.ledger = await startLedgerProcess(world.dir, port)
  await until(async () => (await plain(`${world.url}/readyz`)).status === 200, 'ready')
  t.match((await stranger.get('/v1/queue')).body, { items: [], all: 0 })
  t.match((await stranger.post(`/v1/dead-letters/${ids[0]}/discard`)).body, { code: 'not-found' })
  const replayed = await hospital.post(`/v1/dead-letters/${ids[0]}/replay`)
  t.ok([202, 404].includes(replayed.status), 'by hand, unless the timer was faster')
  for (const id of ids)
    await until(async () => {
      const { body: view } = await hospital.get(`/v1/statements/${id}`)
      return view.stage === 'committed'
    }, `${id} committed`)
  await until(async () => (await letters()).length === 0, 'no dead letters')
  t.match((await hospital.post(`/v1/dead-letters/${ids[0]}/replay`)).body, { code: 'not-found' })
})

test('EXCH-12: what waits is seen by its submitter; a dead letter is given up for good, by whoever stated it', async (t) => {
  await world.ledger.stop('SIGKILL')
  const { body } = await post([world.report(hospital)], 'respond-async')
  const [{ id }] = body.results
  t.match((await hospital.get('/v1/queue')).body, {
    all: 1,
    items: [{ id, family: 'Report', replays: 0, envelope: { payload: String } }],
  })
  await until(async () => (await letters()).length === 1, 'a dead letter')
  const [central] = world.central
  t.match((await central.post(`/v1/dead-letters/${id}/discard`)).body, { code: 'not-found' }, 'not by others')
  t.match((await hospital.post(`/v1/dead-letters/${id}/discard`)).body, { stage: 'dead', code: 'discarded' })
  const replayed = delay(3000)
  t.match((await hospital.post(`/v1/dead-letters/${id}/discard`)).body, { code: 'not-found' })
  world.ledger = await startLedgerProcess(world.dir, port)
  await until(async () => (await plain(`${world.url}/readyz`)).status === 200, 'ready')
  await replayed // by then the timer would have pushed it again
  t.match((await hospital.get(`/v1/statements/${id}`)).body, { stage: 'dead', code: 'discarded' })
  t.equal((await stranger.get(`/v1/statements/${id}`)).status, 404)
})

test('EXCH-9: what the ledger refused is listed for its submitter, newest first, page by page', async (t) => {
  for (const item of ['L00098', 'L00099'])
    await hospital.post('/v1/statements', world.report(hospital, { item }))
  const { body: first } = await hospital.get('/v1/refusals?limit=1')
  t.match(first, { items: [{ code: 'item-unknown', field: 'item', detail: String }], next: String })
  const { body: second } = await hospital.get(`/v1/refusals?cursor=${encodeURIComponent(first.next)}`)
  t.equal(second.items.length, 1)
  t.ok(second.items[0].at < first.items[0].at)
  t.same((await stranger.get('/v1/refusals')).body, { items: [] })
  t.equal((await hospital.get('/v1/refusals?cursor=%3Cscript%3E')).status, 400)
})

test('a full queue and a fast submitter are told to come back', async (t) => {
  await world.restartGateway({ queue: { statements: 3 }, rate: 10 })
  const four = Array.from({ length: 4 }, () => world.report(hospital))
  const full = await hospital.post('/v1/statements', { statements: four })
  t.match(full.body, { code: 'queue-full', status: 503 })
  t.ok(Number(full.headers.get('retry-after')) > 0)
  t.match((await hospital.get('/v1/reports?limit=200')).body.items.length, 4, 'nothing of it was accepted')
  const fast = await hospital.post('/v1/statements', { statements: [...four, ...four] })
  t.match(fast.body, { code: 'rate-limited', status: 429 })
  t.ok(Number(fast.headers.get('retry-after')) > 0)
})

test('close', async () => world.close())
