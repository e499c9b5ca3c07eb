import { verifySignature } from '@huren/crypto-config'
import { parsePromise } from '@huren/records'
import t, { test } from 'tap'
import { plain } from '../testing/caller.ts'
import { commitment, uuid, World } from '../testing/world.ts'

t.setTimeout(120_000)
const world = await World.founded()
const hospital = await world.register('GD-4401-00001')
const other = await world.register('GD-4401-00002', 'hospital', 'SM2-SM3')
const [central] = world.central

test('CHAIN-1, CITY-41: a signed report goes on the chain, and the answer says where', async (t) => {
  const envelope = world.report(hospital)
  const { status, body } = await hospital.post('/v1/statements', envelope)
  t.equal(status, 200)
  const [result] = body.results
  t.match(result, { stage: 'committed', outcome: 'committed', block: Number, transaction: /^[0-9a-f]{64}$/ })
  const { body: view } = await hospital.get(`/v1/statements/${result.id}`)
  t.match(view, { id: result.id, type: 'report', stage: 'committed', envelope, block: result.block })
  t.match((await hospital.get(`/v1/transactions/${result.transaction}`)).body, {
    validation: 'VALID',
    creator: 'ConsensusOneMSP',
    statements: [result.id],
  })
  const { body: block } = await hospital.get(`/v1/blocks/${result.block}`)
  t.ok(block.transactions.includes(result.transaction))
})

test('the acknowledgement is a promise signed by the gateway', async (t) => {
  const { status, headers, body } = await hospital.post('/v1/statements', world.report(hospital), {
    prefer: 'respond-async',
  })
  t.equal(status, 202)
  const [{ id, stage }] = body.results
  t.equal(stage, 'queued')
  t.equal(headers.get('location'), `/v1/statements/${id}`)
  const { payload, signedBytes, envelope } = parsePromise(JSON.stringify(body.promises[0]))
  const { body: gateway } = await plain(`${world.url}/v1/gateway`)
  t.match(payload, { statements: [id], gateway: gateway.id })
  t.ok(Date.parse(payload.deadline) > Date.parse(payload.receivedAt))
  t.ok(verifySignature(gateway, signedBytes, Buffer.from(envelope.signatures[0]!.sig, 'base64')))
  t.notOk(verifySignature({ ...gateway, publicKey: hospital.key.publicKey }, signedBytes, Buffer.alloc(64)))
})

test('a list is answered in order, one bad one spoils nothing', async (t) => {
  const good = world.report(hospital)
  const badPayload = { ...good, payload: Buffer.from('{"name":"x"}').toString('base64') }
  const badSignature = { ...world.report(hospital), signatures: good.signatures }
  const statements = [good, badPayload, badSignature, { payloadType: 'x' }, world.report(other)]
  const { status, body } = await hospital.post('/v1/statements', { statements })
  t.equal(status, 200)
  t.match(body.results, [
    { stage: 'committed' },
    { id: null, stage: 'refused', code: 'payload-invalid' },
    { stage: 'refused', code: 'signature-invalid', field: 'signatures' },
    { id: null, stage: 'refused', code: 'envelope-malformed' },
    { stage: 'committed' },
  ])
  const { body: refused } = await hospital.get(`/v1/statements/${body.results[2].id}`)
  t.match(refused, { stage: 'refused', code: 'signature-invalid' })
})

test('EXCH-9: the same statement again is the same statement', async (t) => {
  const envelope = world.report(hospital)
  const both = await Promise.all([
    hospital.post('/v1/statements', { statements: [envelope, envelope] }),
    hospital.post('/v1/statements', envelope),
  ])
  const [first, ...rest] = both.flatMap(({ body }) => body.results)
  for (const one of rest) t.match(one, { id: first.id, transaction: first.transaction, block: first.block })
  const { body } = await hospital.post('/v1/statements', envelope)
  t.match(body.results, [{ outcome: 'duplicate', transaction: first.transaction, block: first.block }])
  const { body: page } = await hospital.get('/v1/reports?limit=200')
  t.equal(page.items.filter(({ id }: { id: string }) => id === first.id).length, 1)
})

test('a single refused envelope is a problem with its code', async (t) => {
  const { status, body } = await hospital.post(
    '/v1/statements',
    world.decision(hospital, { report: uuid(), statement: commitment() }),
  )
  t.equal(status, 422)
  t.match(body, { code: 'report-unknown', type: 'urn:huren:problem:report-unknown', statement: String })
})

test('versions of one report sent in one list, and a decision with them, keep their order', async (t) => {
  const report = uuid()
  const subject = commitment()
  const first = world.report(hospital, { report, subject })
  const { body } = await hospital.post('/v1/statements', first)
  const [{ id }] = body.results
  const second = world.report(hospital, { report, subject, version: 2, status: 'amended', supersedes: id })
  const answer = await hospital.post('/v1/statements', { statements: [second] }, { prefer: 'respond-async' })
  const statement = answer.body.results[0].id
  const decision = world.decision(other, { report, statement })
  t.match((await other.post('/v1/statements', decision)).body, { results: [{ stage: 'committed' }] })
  const { body: read } = await hospital.get(`/v1/reports/${report}`)
  t.equal(read.statements.length, 2)
  t.match(read.state, { issuer: hospital.id, versions: [id, statement] })
})

test('a list that is not waited for can be asked for', async (t) => {
  const statements = [world.report(hospital), world.report(hospital), { nothing: true }]
  const { status, headers, body } = await hospital.post(
    '/v1/statements',
    { statements },
    { prefer: 'wait=0' },
  )
  t.equal(status, 202)
  const location = headers.get('location') ?? ''
  t.match(location, /^\/v1\/submissions\//)
  await t.resolves(world.submit(hospital, ...statements.slice(0, 2).filter((one) => 'payload' in one)))
  const { body: later } = await hospital.get(location)
  t.match(later.results, [{ stage: 'committed' }, { stage: 'committed' }])
  t.equal(later.results[0].id, body.results[0].id)
  t.match((await other.get(location)).body, { code: 'not-found' }, 'it is nobody else’s')
})

test('lists have pages, filters and an order', async (t) => {
  const hospitalB = await world.register('GD-4403-00001')
  const reports = Array.from({ length: 7 }, (_, index) =>
    world.report(hospitalB, { status: index === 3 ? 'preliminary' : 'final' }),
  )
  const results = await world.submit(hospitalB, ...reports)
  const ids = results.map(({ id }: { id: string }) => id)
  const walk = async (query: string) => {
    const found: string[] = []
    let cursor = ''
    for (;;) {
      const { body } = await hospitalB.get(`/v1/reports?${query}${cursor && `&cursor=${cursor}`}`)
      found.push(...body.items.map(({ id }: { id: string }) => id))
      if (!body.next) return found
      cursor = body.next
    }
  }
  t.same(await walk('limit=3'), ids)
  t.same(await walk('limit=2&order=newest'), ids.toReversed())
  t.same(await walk(`issuer=${hospitalB.id}&status=preliminary`), [ids[3]])
  t.same(await walk('status=withdrawn'), [])
  t.match((await hospitalB.get('/v1/reports?subject=x')).body, {
    code: 'parameter-invalid',
    field: 'subject',
  })
  t.match((await hospitalB.get('/v1/reports?limit=0')).body, { code: 'parameter-invalid', field: 'limit' })
  t.match((await hospitalB.get('/v1/statements?issuer=x')).body, { code: 'parameter-invalid' })
  t.ok((await hospitalB.get('/v1/statements?type=report&limit=1')).body.items.length === 1)
})

test('EXCH-20, EXCH-42, EXCH-43, CITY-13, FACT-7: dictionaries are open to everybody', async (t) => {
  t.match((await plain(`${world.url}/v1/reasons`)).body, { version: 1, reasons: ['NR01', 'NR02'] })
  t.match((await plain(`${world.url}/v1/rules/1`)).body, { minimumLevel: 'secondary' })
  t.match((await plain(`${world.url}/v1/items`)).body, { items: [{ item: 'L00001', validDays: 30 }] })
  t.match((await plain(`${world.url}/v1/items/L00001`)).body, { current: { version: 1 } })
  t.match((await plain(`${world.url}/v1/rules/9`)).body, { code: 'not-found', status: 404 })
})

test('the central organisations see everything', async (t) => {
  const { body } = await central.get('/v1/statements?limit=200')
  t.ok(body.items.length >= 20)
  t.ok(body.items.some(({ type }: { type: string }) => type === 'decision'))
})

test('close', async () => world.close())
