import { addSignature, generateKey } from '@huren/crypto-config'
import type { Envelope } from '@huren/records'
import t, { test } from 'tap'
import { plain } from '../testing/caller.ts'
import { instant, World } from '../testing/world.ts'

t.setTimeout(120_000)
const world = await World.start()
const [one, two, supervisor] = world.central
const json = { 'content-type': 'application/json' }
const bootstrap = async (statements: Envelope[]) =>
  plain(`${world.url}/v1/bootstrap`, { method: 'POST', headers: json, body: JSON.stringify({ statements }) })

const applicant = world.actor('', 'SM2-SM3')
const { algorithm, publicKey } = applicant.key
const application = (city = '4401') => ({
  institution: { kind: 'hospital', level: 'tertiary', city },
  key: { algorithm, publicKey, uses: ['administration', 'report'], notAfter: instant(Date.now() + 10 ** 10) },
})
const unsigned = (envelope: Envelope): Envelope => ({ ...envelope, signatures: [] })

test('an empty ledger is founded once, by all three', async (t) => {
  t.match((await applicant.post('/v1/onboarding', application())).body, { code: 'onboarding-closed' })
  t.match((await one.get('/v1/institutions')).body, { code: 'credential-invalid' })
  const statements = world.bootstrapStatements()
  t.match((await bootstrap(statements.slice(0, 4))).body, {
    results: [{ stage: 'refused', code: 'bootstrap-invalid' }],
  })
  const unreadable = statements.map((one) => ({ ...one, payloadType: 'text/plain' }))
  t.match((await bootstrap(unreadable)).body, { status: 422, code: 'payload-type-unknown' })
  t.match((await bootstrap(statements)).body, { results: [{ stage: 'committed', outcome: 'committed' }] })
  t.match((await bootstrap(statements)).body, { results: [{ outcome: 'duplicate' }] })
  t.match((await bootstrap(world.bootstrapStatements())).body, { results: [{ code: 'bootstrap-done' }] })
  await world.publish()
})

test('EXCH-14 CHAIN-15 ROLL-25: an institution applies, two of three sign, and it is in: from then on it may state results', async (t) => {
  const { status, body } = await applicant.post('/v1/onboarding', application())
  t.equal(status, 201)
  t.match(body, { accessKey: 'GD-4401-00001', stage: 'pending', approvals: [] })
  t.notOk(body.toSign, 'an applicant has nothing to sign')
  const path = `/v1/onboarding/${body.id}`
  t.equal(
    (await applicant.post('/v1/onboarding', application())).body.id,
    body.id,
    'one application for one key',
  )
  t.match((await applicant.get(path)).body, { stage: 'pending' }, 'the applicant may look')
  t.match((await applicant.get('/v1/onboarding')).body, { code: 'credential-invalid' })
  const hospital = world.actor('GD-4401-00001', 'SM2-SM3', applicant.key)
  const early = await hospital.post('/v1/statements', world.report(hospital))
  t.match(early.body, { code: 'credential-invalid' }, 'not among the institutions yet: no source of results')

  const approve = async (central: typeof one, change = (envelope: Envelope) => envelope) => {
    const { toSign } = (await central.get(path)).body
    return central.post(`${path}/approvals`, {
      institution: addSignature(change(unsigned(toSign.institution)), central.key),
      key: addSignature(unsigned(toSign.key), central.key),
    })
  }
  const foreign = (envelope: Envelope) => ({
    ...envelope,
    payload: Buffer.from(
      Buffer.from(envelope.payload, 'base64').toString().replace('tertiary', 'primary'),
    ).toString('base64'),
  })
  t.match((await approve(two, foreign)).body, { code: 'body-invalid', field: 'institution' })
  const { toSign } = (await two.get(path)).body
  const byAnother = {
    institution: addSignature(toSign.institution, one.key),
    key: addSignature(toSign.key, one.key),
  }
  t.match((await two.post(`${path}/approvals`, byAnother)).body, { field: 'institution.signatures' })

  t.match((await approve(two)).body, { stage: 'pending', approvals: [{ institution: two.id }] })
  t.equal((await approve(two)).body.approvals.length, 1, 'nobody approves twice')
  await world.restartGateway()
  t.match((await approve(supervisor)).body.approvals, [
    { institution: two.id },
    { institution: supervisor.id },
  ])
  for (let tries = 0; tries < 100; tries++) {
    if ((await applicant.get(path)).body.stage === 'registered') break
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  t.match((await one.get(path)).body, { stage: 'registered', approvals: [{ key: two.key.id }, {}] })
  t.match((await approve(one)).body, { code: 'onboarding-closed' })

  t.match((await hospital.post('/v1/statements', world.report(hospital))).body.results, [
    { stage: 'committed' },
  ])
  t.equal((await hospital.get('/v1/onboarding')).status, 403)
  const { items } = (await hospital.get('/v1/institutions')).body
  t.ok(
    items.some(({ institution }: { institution: string }) => institution === hospital.id),
    'it is listed',
  )
})

test('EXCH-14: each institution of a city has a number of its own', async (t) => {
  const apply = async (city: string) => {
    const key = generateKey('ES256')
    const { key: first, institution } = application(city)
    const body = { institution, key: { ...first, algorithm: key.algorithm, publicKey: key.publicKey } }
    return (await world.actor('', 'ES256', key).post('/v1/onboarding', body)).body.accessKey
  }
  const given = await Promise.all([apply('4401'), apply('4401'), apply('4403'), apply('4401')])
  t.same(given.toSorted(), ['GD-4401-00002', 'GD-4401-00003', 'GD-4401-00004', 'GD-4403-00001'])
})

test('an application needs possession of the key, and the shape of one', async (t) => {
  const body = application()
  t.match((await one.post('/v1/onboarding', body)).body, { code: 'credential-invalid' })
  const withoutLevel = { ...body, institution: { kind: 'hospital', city: '4401' } }
  t.match((await applicant.post('/v1/onboarding', withoutLevel)).body, {
    code: 'body-invalid',
    field: 'institution.level',
  })
  const central = { ...body, institution: { kind: 'central', city: '0000' } }
  t.match((await applicant.post('/v1/onboarding', central)).body, { field: 'institution.kind' })
  t.match((await one.get('/v1/onboarding/6f2b4a9e-0000-4000-8000-000000000000')).body, { code: 'not-found' })
})

test('close', async () => world.close())
