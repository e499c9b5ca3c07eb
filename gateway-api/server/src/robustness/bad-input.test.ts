import fc from 'fast-check'
import t, { test } from 'tap'
import { problemCodes } from '../http/problem.ts'
import { plain } from '../testing/caller.ts'
import { talk } from '../testing/socket.ts'
import { World } from '../testing/world.ts'

t.setTimeout(180_000)
const world = await World.founded()
const hospital = await world.register('GD-4401-00001')
const { body: access } = await hospital.post('/v1/tokens')
const authorization = `Bearer ${access.token}`
const json = { 'content-type': 'application/json', authorization }

const inject = (payload: string | Buffer, headers: Record<string, string> = json, url = '/v1/statements') =>
  world.gateway.server.inject({ method: 'POST', url, headers, payload })

/** Every error is a problem with a stable code, and says nothing of the inside. */
const isProblem = ({ statusCode, payload, headers }: Awaited<ReturnType<typeof inject>>) => {
  const { code, status, type } = JSON.parse(payload)
  const quiet = !/node_modules|\.ts:| {4}at |Error:/.test(payload)
  const typed = String(headers['content-type']).startsWith('application/problem+json')
  return typed && quiet && problemCodes.includes(code) && status === statusCode && type.endsWith(code)
}
const codeOf = async (payload: string | Buffer, headers?: Record<string, string>) => {
  const answer = await inject(payload, headers)
  if (!isProblem(answer)) throw new Error(`no problem: ${answer.payload}`)
  return JSON.parse(answer.payload).code
}

test('what is no statement is refused with the code that says so', async (t) => {
  const envelope = world.report(hospital)
  const text = JSON.stringify(envelope)
  t.equal(await codeOf(''), 'body-missing')
  t.equal(await codeOf('{'), 'json-malformed')
  t.equal(await codeOf(text.slice(0, -20)), 'json-malformed', 'truncated')
  t.equal(await codeOf('[]'), 'body-invalid')
  t.equal(await codeOf('null'), 'body-invalid')
  t.equal(await codeOf('{"statements":[]}'), 'body-invalid')
  t.equal(await codeOf('{"statements":"all"}'), 'body-invalid')
  t.equal(await codeOf(`{"payload":"x",${text.slice(1)}`), 'json-duplicate-key')
  t.equal(await codeOf(`{"a":"\\ud800",${text.slice(1)}`), 'unicode-ill-formed')
  t.equal(await codeOf(Buffer.from([0x7b, 0xff, 0x7d])), 'unicode-ill-formed')
  t.equal(await codeOf(`${'['.repeat(100_000)}${']'.repeat(100_000)}`), 'json-malformed')
  t.equal(await codeOf(JSON.stringify({ ...envelope, payloadType: 'text/plain' })), 'payload-type-unknown')
  t.equal(await codeOf(JSON.stringify({ ...envelope, signatures: [] })), 'signature-missing')
  t.equal(await codeOf(JSON.stringify({ ...envelope, more: 1 })), 'envelope-malformed')
  const large = Buffer.alloc(64 * 1024, 'a').toString('base64')
  t.equal(await codeOf(JSON.stringify({ ...envelope, payload: large })), 'envelope-too-large')
  const many = JSON.stringify({ statements: Array.from({ length: 501 }, () => ({})) })
  t.equal(await codeOf(many), 'too-many-statements')
})

test('size, type and encoding of a body', async (t) => {
  const text = JSON.stringify(world.report(hospital))
  t.equal(await codeOf(Buffer.alloc(10 * 1024 * 1024, ' ')), 'body-too-large')
  for (const type of ['text/plain', 'application/jsonx', 'multipart/form-data; boundary=x', ''])
    t.equal(await codeOf(text, { ...json, 'content-type': type }), 'content-type', type)
  t.equal(await codeOf(text, { ...json, 'content-type': 'nonsense' }), 'content-type')
  t.equal(await codeOf(text, { ...json, 'content-encoding': 'gzip' }), 'content-encoding')
  t.equal(
    (await inject(text, { ...json, 'content-type': 'application/json; charset=utf-8' })).statusCode,
    200,
  )
  t.equal(JSON.parse((await inject(text, json, '/v1/nothing')).payload).code, 'not-found')
  t.equal(await codeOf(text, { ...json, prefer: 'wait=forever' }), 'parameter-invalid')
})

test('the keys and times that the contract refuses come back with its codes', async (t) => {
  const late = hospital.sign('report', { issuedAt: new Date(Date.now() + 3600_000).toISOString() })
  t.equal(await codeOf(JSON.stringify(late)), 'payload-invalid')
  const skewed = { ...JSON.parse(Buffer.from(world.report(hospital).payload, 'base64').toString()) }
  const future = hospital.sign('report', {
    ...skewed,
    issuedAt: new Date(Date.now() + 3600_000).toISOString(),
  })
  t.equal(await codeOf(JSON.stringify(future)), 'clock-skew')
  const stranger = world.actor(hospital.id)
  t.equal(await codeOf(JSON.stringify(world.report(stranger))), 'key-unknown')
  const wrongAlgorithm = world.actor(hospital.id, 'SM2-SM3')
  t.equal(await codeOf(JSON.stringify(world.report(wrongAlgorithm))), 'key-unknown')
})

const mutated = fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 }), fc.constantFrom('set', 'cut', 'insert'))
const mutate = (bytes: Buffer, [place, byte, how]: [number, number, string]) => {
  const at = place % bytes.length
  if (how === 'cut') return bytes.subarray(0, at)
  if (how === 'insert') return Buffer.concat([bytes.subarray(0, at), Buffer.of(byte), bytes.subarray(at)])
  const copy = Buffer.from(bytes)
  copy[at] = byte
  return copy
}

test('whatever body arrives is answered with results or a problem', async (t) => {
  const text = JSON.stringify({ statements: [world.report(hospital)] })
  const bodies = fc.oneof(
    fc.array(mutated, { minLength: 1, maxLength: 4 }).map((all) => all.reduce(mutate, Buffer.from(text))),
    fc.jsonValue().map((value) => Buffer.from(JSON.stringify(value))),
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    fc
      .record({ payloadType: fc.jsonValue(), payload: fc.jsonValue(), signatures: fc.jsonValue() })
      .map((value) => Buffer.from(JSON.stringify({ statements: [value] }))),
  )
  await fc.assert(
    fc.asyncProperty(bodies, async (body) => {
      const answer = await inject(body)
      if (answer.statusCode < 300) return Array.isArray(JSON.parse(answer.payload).results)
      return answer.statusCode < 500 && isProblem(answer)
    }),
    { numRuns: 150 },
  )
  t.pass('none made the gateway stumble')
})

test('whatever is asked for is answered, and never with a fault', async (t) => {
  const paths = fc.constantFrom(
    '/v1/statements/',
    '/v1/reports/',
    '/v1/institutions/',
    '/v1/keys/',
    '/v1/items/',
    '/v1/blocks/',
    '/v1/transactions/',
    '/v1/reports?cursor=',
    '/v1/statements?type=',
    '/v1/onboarding/',
    '/docs/',
    '/',
  )
  await fc.assert(
    fc.asyncProperty(paths, fc.string({ unit: 'binary', maxLength: 40 }), async (path, rest) => {
      const url = path + encodeURIComponent(rest.toWellFormed())
      const answer = await world.gateway.server.inject({ url, headers: { authorization } })
      return answer.statusCode < 400 || (answer.statusCode < 500 && isProblem(answer))
    }),
    { numRuns: 150 },
  )
  const headers = fc.record({
    'signature-input': fc.string({ maxLength: 100 }),
    signature: fc.string({ maxLength: 100 }),
    'content-digest': fc.string({ maxLength: 40 }),
    'last-event-id': fc.string({ maxLength: 40 }),
  })
  await fc.assert(
    fc.asyncProperty(headers, async (sent) => {
      const answer = await world.gateway.server.inject({ url: '/v1/institutions', headers: sent })
      return answer.statusCode === 401 && isProblem(answer)
    }),
    { numRuns: 100 },
  )
  t.pass('none made the gateway stumble')
})

const raw = (chunks: readonly (string | number)[], patience?: number) =>
  talk(world.url, chunks, 150, patience)

test('raw sockets: nonsense, half a request, smuggling', async (t) => {
  t.match(await raw(['\0\0\0\0\r\n\r\n']), /^HTTP\/1.1 400/)
  t.match(await raw(['GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\nX: \x01\r\n\r\n']), /^HTTP\/1.1 400/)
  const both =
    'POST /v1/statements HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n'
  t.match(await raw([`${both}0\r\n\r\n`]), /^HTTP\/1.1 400/)
  const head = `POST /v1/statements HTTP/1.1\r\nHost: a\r\nAuthorization: ${authorization}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n`
  t.equal(
    await raw([head, '{"statements":['], 300),
    '',
    'half a body is waited for, and then nothing was done',
  )
  t.match(await raw([`GET ${'/a'.repeat(20_000)} HTTP/1.1\r\nHost: a\r\n\r\n`]), /^HTTP\/1.1 4\d\d/)
  t.match(
    await raw([
      'GET /v1/institutions HTTP/1.1\r\nHost: [\r\nSignature-Input: a=()\r\nSignature: a=:AA:\r\n\r\n',
    ]),
    /^HTTP\/1.1 40[01]/,
  )
  const after = await plain(`${world.url}/healthz`)
  t.equal(after.status, 200, 'and it still answers')
})

test('slow clients are given up, others are not', async (t) => {
  await world.restartGateway({ requestTimeout: 400 })
  const headers = { ...json, authorization: `Bearer ${(await hospital.post('/v1/tokens')).body.token}` }
  const lines = Object.entries({ host: 'a', ...headers, 'content-length': '1000' })
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  const slowBody = raw([`POST /v1/statements HTTP/1.1\r\n${head}\r\n{"state`, 700, 'ments', 700])
  const slowHead = raw(['POST /v1/statements HTTP/1.1\r\nHo', 700, 'st', 700])
  t.equal((await hospital.post('/v1/statements', world.report(hospital))).status, 200)
  t.match(await slowBody, /^HTTP\/1.1 4/)
  t.match(await slowHead, /^HTTP\/1.1 4/)
})

test('close', async () => world.close())
