import t, { test } from 'tap'
import { plain } from '../testing/caller.ts'
import { eventsOf } from '../testing/events.ts'
import { type Actor, commitment, instant, uuid, World } from '../testing/world.ts'

t.setTimeout(120_000)
const world = await World.founded()
const author = await world.register('GD-4401-00001')
const neighbour = await world.register('GD-4401-00002')
const elsewhere = await world.register('GD-4403-00001')
const city = await world.register('GD-4403-90000', 'city')
const [central, second] = world.central

const report = uuid()
const [{ id: version }] = await world.submit(author, world.report(author, { report }))

const decide = (by: Actor, changes: object = {}) =>
  world.decision(by, { report, statement: version, ...changes })
const refusal = { outcome: 'not-recognised', reason: 'NR02', dictionary: 1 }
const decisionsOf = async (caller: Actor, query = '') =>
  (await caller.get(`/v1/decisions${query}`)).body.items.map(({ id }: { id: string }) => id)

const markOf = async (caller: Actor, of: string = report) => (await caller.get(`/v1/recognisable/${of}`)).body

test('PROV-35: before a doctor decides, the rules say whether a report may be recognised, and where', async (t) => {
  const open = { mark: 'HR', range: { scope: 'province' }, status: 'final', blocks: [] }
  const { until, ...marked } = await markOf(elsewhere)
  t.same(marked, open)
  t.match(until, /^\d{4}-/)
  t.match(await markOf(elsewhere, uuid()), { status: 404, code: 'not-found' })
  t.match(await markOf(elsewhere, 'x'), { status: 400 })
  t.match((await plain(`${world.url}/v1/recognisable/${report}`)).body, { status: 401 })
})

test('EXCH-28, EXCH-29, EXCH-38: decisions on results of the own city and of another are put on the ledger', async (t) => {
  for (const by of [neighbour, elsewhere]) {
    const { status, body } = await by.post('/v1/statements', decide(by))
    t.equal(status, 200)
    t.match(body.results, [{ stage: 'committed', outcome: 'committed', transaction: String }])
    t.same(await decisionsOf(by), [body.results[0].id], 'each reads its own log of decisions')
  }
})

test('EXCH-27: who wrote a report learns what became of it, in its own city and in another', async (t) => {
  const { body } = await author.get('/v1/decisions')
  t.equal(body.items.length, 2)
  t.match(body.items, [
    { payload: { issuer: neighbour.id, report, outcome: 'recognised' } },
    { payload: { issuer: elsewhere.id, report, outcome: 'recognised' } },
  ])
})

test('EXCH-21: a reason of the dictionary goes with a decision not to recognise; another reason is refused', async (t) => {
  const [{ id }] = await world.submit(elsewhere, decide(elsewhere, refusal))
  t.match((await elsewhere.get(`/v1/statements/${id}`)).body, { payload: refusal })
  const { status, body } = await elsewhere.post(
    '/v1/statements',
    decide(elsewhere, { ...refusal, reason: 'NR99' }),
  )
  t.equal(status, 422)
  t.match(body, { code: 'reason-unknown', field: 'reason' })
})

test('EXCH-23: the list of results that were recognised, page by page, for who may read it', async (t) => {
  const recognised = async (caller: Actor) => {
    const found: string[] = []
    for (let cursor = ''; ; ) {
      const { body } = await caller.get(`/v1/decisions?outcome=recognised&limit=1${cursor}`)
      found.push(...body.items.map(({ payload }: { payload: { issuer: string } }) => payload.issuer))
      if (!body.next) return found
      cursor = `&cursor=${body.next}`
    }
  }
  t.same(await recognised(author), [neighbour.id, elsewhere.id])
  t.same(await recognised(elsewhere), [elsewhere.id], 'and none that was not recognised')
  t.same(await recognised(city), [], 'nor anybody else’s')
})

test('EXCH-37: an item is checked by its code; a result of none in the catalogue is refused', async (t) => {
  t.match((await plain(`${world.url}/v1/items/L00001`)).body, {
    current: { status: 'active', validDays: 30 },
  })
  t.match((await plain(`${world.url}/v1/items/L99999`)).body, { status: 404, code: 'not-found' })
  const { status, body } = await author.post('/v1/statements', world.report(author, { item: 'L99999' }))
  t.equal(status, 422)
  t.match(body, { code: 'item-unknown', field: 'item' })
})

test('CITY-14, EXCH-24, EXCH-42, EXCH-43, ROLL-23: city and hospital hear of items and rules as the province changes them', async (t) => {
  const types = '?type=catalogue-item,recognition-rule'
  const heard = Promise.all([city, elsewhere].map((caller) => eventsOf(world.url, caller, types, 2)))
  await new Promise((resolve) => setTimeout(resolve, 300))
  const inForce = { effectiveFrom: instant(Date.now()), document: commitment() }
  const item = { ...inForce, item: 'E00001', version: 1, kind: 'examination', status: 'active', validDays: 7 }
  const rule = {
    ...inForce,
    version: 2,
    minimumLevel: 'primary',
    scope: 'province',
    qualityRequired: false,
  }
  await world.submit(
    central,
    central.sign('catalogue-item', item, second.key),
    central.sign('recognition-rule', rule, second.key),
  )
  for (const { events } of await heard)
    t.match(
      events.map(({ data }) => data.payload),
      [item, rule],
    )
  t.match((await plain(`${world.url}/v1/rules`)).body, { version: 2, minimumLevel: 'primary' })
  t.match((await plain(`${world.url}/v1/items/E00001`)).body, { current: { version: 1, validDays: 7 } })
})

test('EXCH-40: brief information of laboratory and imaging reports goes up: item, hospital and time, nothing of the result', async (t) => {
  const [examination] = await world.submit(author, world.report(author, { item: 'E00001' }))
  const { items } = (await central.get('/v1/reports')).body
  t.match(items, [{ id: version }, { id: examination?.id }])
  for (const [{ payload }, item] of [
    [items[0], 'L00001'],
    [items[1], 'E00001'],
  ]) {
    t.match(payload, { issuer: author.id, item, status: 'final', performedAt: /^\d{4}-/ })
    const { subject, content, ...said } = payload
    t.match([subject, content], [/^[0-9a-f]{64}$/, /^[0-9a-f]{64}$/], 'whose, and what: commitments')
    t.same(Object.keys(said).sort(), [
      'format',
      'issuedAt',
      'issuer',
      'item',
      'performedAt',
      'report',
      'status',
      'version',
    ])
  }
})

test('ARCH-17: a city platform exchanges with or without waiting; the results are the same', async (t) => {
  const emergency = () =>
    city.sign('emergency-access', {
      emergency: uuid(),
      subject: commitment(),
      reports: [report],
      reason: 'unconscious',
      notAfter: instant(Date.now() + 3600_000),
    })
  const waited = await city.post('/v1/statements', emergency())
  t.equal(waited.status, 200)
  t.match(waited.body.results, [{ stage: 'committed' }])
  const heard = eventsOf(world.url, author, '?type=emergency-access', 1)
  await new Promise((resolve) => setTimeout(resolve, 300))
  const later = await city.post('/v1/statements', emergency(), { prefer: 'respond-async' })
  t.equal(later.status, 202)
  const [{ id }] = later.body.results
  t.match((await heard).events, [{ data: { id, stage: 'committed' } }], 'the hospital of the report hears it')
  t.match((await city.get(later.headers.get('location') ?? '')).body, { id, stage: 'committed' })
})

test('EXCH-41: that a recognition has lapsed is told upwards, and nobody recognises the report again', async (t) => {
  const heard = eventsOf(world.url, central, '?type=report', 1)
  await new Promise((resolve) => setTimeout(resolve, 300))
  const withdrawn = { report, version: 2, status: 'withdrawn', supersedes: version }
  await world.submit(author, world.report(author, { ...withdrawn, content: undefined, format: undefined }))
  t.match((await heard).events, [{ data: { payload: withdrawn } }])
  t.match(await markOf(neighbour), { mark: null, range: null, blocks: ['withdrawn'] })
  const { body } = await neighbour.post('/v1/statements', decide(neighbour, { rule: 2 }))
  t.match(body, { code: 'report-withdrawn' })
  t.match((await elsewhere.get(`/v1/reports/${report}`)).body.statements, [{}, { payload: withdrawn }])
})

test('EXCH-10: outside systems are given what concerns them, and no more', async (t) => {
  t.equal((await city.get('/v1/reports')).body.items.length, 0)
  t.equal((await neighbour.get('/v1/decisions')).body.items.length, 1, 'its own')
  t.match((await plain(`${world.url}/v1/decisions`)).body, { status: 401 })
})

test('close', async () => world.close())
