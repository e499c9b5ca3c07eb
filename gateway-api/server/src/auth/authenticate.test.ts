import { randomBytes, randomUUID } from 'node:crypto'
import { generateKey } from '@huren/crypto-config'
import t, { test } from 'tap'
import { digestOf, plain, type Signing, signatureHeaders } from '../testing/caller.ts'
import { instant, keyPayload, World } from '../testing/world.ts'

t.setTimeout(120_000)
const world = await World.founded()
const hospital = await world.register('GD-4401-00001')
const url = `${world.url}/v1/institutions`

const ask = async (signing: Signing, method = 'GET', target = url) =>
  plain(target, { method, headers: await signatureHeaders(hospital.key, target, method, undefined, signing) })
const seconds = (offset: number) => new Date(Date.now() + offset * 1000)

test('CHAIN-20: registered keys of both algorithms open the door', async (t) => {
  t.equal((await hospital.get('/v1/institutions')).status, 200)
  const sm2 = await world.register('GD-4401-00002', 'hospital', 'SM2-SM3')
  t.equal((await sm2.get('/v1/institutions')).status, 200)
  const target = await plain(url, {
    headers: await signatureHeaders(hospital.key, url, 'GET', undefined, {
      fields: ['@method', '@target-uri'],
    }),
  })
  t.equal(target.status, 200, '@target-uri stands for authority, path and query')
})

test('without a signature there is a problem that says what to do', async (t) => {
  const { status, headers, body } = await plain(url)
  t.equal(status, 401)
  t.match(headers.get('content-type'), /^application\/problem\+json/)
  t.match(headers.get('www-authenticate'), /Bearer/)
  t.match(body, { code: 'signature-required', status: 401, instance: '/v1/institutions' })
})

test('a signed request counts once', async (t) => {
  const headers = await signatureHeaders(hospital.key, url, 'GET', undefined)
  t.equal((await plain(url, { headers })).status, 200)
  t.match((await plain(url, { headers })).body, { code: 'signature-replayed' })
  await world.restartGateway({ listen: { host: '127.0.0.1', port: Number(new URL(url).port) } })
  t.match((await plain(url, { headers })).body, { code: 'signature-replayed' }, 'after a restart too')
})

test('clock skew, age and life of a signature', async (t) => {
  const skewed = async (created: number, expires: number) =>
    (await ask({ created: seconds(created), expires: seconds(expires) })).body
  t.match(await skewed(-400, -200), { code: 'signature-stale' }, 'expired')
  t.match(await skewed(120, 240), { code: 'signature-stale' }, 'from the future')
  t.match(await skewed(0, 3600), { code: 'signature-unacceptable' }, 'lives too long')
  t.match(await skewed(60, 30), { code: 'signature-unacceptable' }, 'expires before it is created')
  t.ok(Array.isArray((await skewed(20, 100)).items), 'clocks may differ a little')
})

test('a signature must cover the request', async (t) => {
  const unacceptable = { code: 'signature-unacceptable', status: 401 }
  t.match((await ask({ fields: ['@method', '@path'] })).body, unacceptable)
  t.match((await ask({ fields: [] })).body, unacceptable)
  t.match((await ask({ nonce: 'short' })).body, unacceptable)
  t.match((await ask({ keyid: 'nobody' })).body, unacceptable)
  t.match((await ask({ alg: 'hmac-sha256' })).body, unacceptable)
  t.match((await ask({ alg: 'sm2-sm3' })).body, unacceptable, 'not the algorithm of this key')
  const headers = await signatureHeaders(hospital.key, url, 'GET', undefined)
  const other = (path: string) => plain(world.url + path, { headers })
  t.match((await other('/v1/institutions?x=1')).body, { code: 'credential-invalid' })
  t.match((await other('/v1/dead-letters')).body, { code: 'credential-invalid' })
  const twice = { ...headers, 'Signature-Input': `${headers['Signature-Input']}, b=()` }
  t.match((await plain(url, { headers: twice })).body, unacceptable, 'two signatures')
})

test('a body must be the one that was signed', async (t) => {
  const target = `${world.url}/v1/statements`
  const body = JSON.stringify(world.report(hospital))
  const send = async (sent: string, change: Record<string, string> = {}, signing: Signing = {}) =>
    (
      await plain(target, {
        method: 'POST',
        headers: { ...(await signatureHeaders(hospital.key, target, 'POST', body, signing)), ...change },
        body: sent,
      })
    ).body
  t.match(await send(`${body} `), { code: 'content-digest-mismatch' })
  t.match(await send(`${body} `, { 'content-digest': digestOf(`${body} `) }), { code: 'credential-invalid' })
  t.match(await send(body, {}, { fields: ['@method', '@authority', '@path', '@query'] }), {
    code: 'signature-unacceptable',
  })
  t.match(await send(body, { 'content-digest': 'md5=:AAAA:' }), { code: 'credential-invalid' })
  t.match(await send(body), { results: [{ stage: 'committed' }] })
})

test('unknown keys, and known ids with another key', async (t) => {
  const stranger = world.actor('GD-4401-00001')
  t.match((await stranger.get('/v1/institutions')).body, { code: 'credential-invalid', status: 401 })
  const headers = await signatureHeaders(stranger.key, url, 'GET', undefined, { keyid: hospital.key.id })
  t.match((await plain(url, { headers })).body, { code: 'credential-invalid' })
})

test('a token stands for its key, and ends with it', async (t) => {
  const second = generateKey('SM2-SM3')
  const uses = ['report', 'access']
  const registered = hospital.sign('signing-key', { institution: hospital.id, uses, ...keyPayload(second) })
  await world.submit(hospital, registered)
  const caller = world.actor(hospital.id, 'SM2-SM3', second)
  const { status, body } = await caller.post('/v1/tokens')
  t.equal(status, 201)
  const withToken = (token: string, path = '/v1/institutions', method = 'GET') =>
    plain(world.url + path, { method, headers: { authorization: `Bearer ${token}` } })
  t.equal((await withToken(body.token)).status, 200)
  t.match((await withToken(body.token, '/v1/tokens', 'POST')).body, { code: 'signature-required' })
  t.match((await withToken(`${body.token}x`)).body, { code: 'token-invalid', status: 401 })
  t.match((await withToken(randomUUID())).body, { code: 'token-invalid' })

  const revoked = { key: second.id, reason: 'compromised', revokedFrom: instant(Date.now() - 1000) }
  await world.submit(hospital, hospital.sign('key-revocation', revoked))
  t.match((await withToken(body.token)).body, { code: 'key-inactive', status: 401 }, 'the token has ended')
  t.match((await caller.get('/v1/institutions')).body, { code: 'key-inactive' }, 'and so has the key')
  t.equal((await hospital.get('/v1/institutions')).status, 200)
})

test('CHAIN-2: a suspended institution is outside at once', async (t) => {
  const suspended = await world.register('GD-4401-00009')
  t.equal((await suspended.get('/v1/institutions')).status, 200)
  const [a, b] = world.central
  const change = { kind: 'hospital', level: 'tertiary', city: '4401', version: 2, status: 'suspended' }
  const effectiveFrom = instant(Date.now())
  await world.submit(a, a.sign('institution', { institution: suspended.id, ...change, effectiveFrom }, b.key))
  t.match((await suspended.get('/v1/institutions')).body, { code: 'key-inactive', detail: /suspended/ })
})

test('made-up keys do not make the ledger busy, and shut nobody out', async (t) => {
  const attempts = Array.from({ length: 260 }, () => randomBytes(32).toString('hex'))
  // all at once: one after the other they take longer than the limit's window on a busy machine
  const answers = await Promise.all(attempts.map((keyid) => ask({ keyid })))
  t.same([...new Set(answers.map(({ body }) => body.code))].sort(), ['credential-invalid', 'rate-limited'])
  t.equal((await hospital.get('/v1/institutions')).status, 200)
})

test('close', async () => world.close())
