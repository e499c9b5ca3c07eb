import t, { test } from 'tap'
import { plain } from '../testing/caller.ts'
import { talk } from '../testing/socket.ts'
import { World } from '../testing/world.ts'

t.setTimeout(120_000)
const world = await World.founded()
const hospital = await world.register('GD-4401-00001')
const authorization = `Bearer ${(await hospital.post('/v1/tokens')).body.token}`
const said = (chunks: readonly (string | number)[], after?: number) => talk(world.url, chunks, after)

const head = (fields: Record<string, string | number>, line = 'POST /v1/statements') =>
  `${line} HTTP/1.1\r\n${Object.entries({
    Host: 'a',
    Authorization: authorization,
    'Content-Type': 'application/json',
    ...fields,
  })
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')}\r\n`

/** The answers on one connection, in their order: status and problem code. */
const answers = (text: string) =>
  [...text.matchAll(/HTTP\/1\.1 (\d{3})[\s\S]*?(?=HTTP\/1\.1 \d{3}|$)/g)].map(([answer, status]) => ({
    status: Number(status),
    code: /"code":"([a-z-]+)"/.exec(answer)?.[1],
  }))
const quiet = /node_modules|\.ts:\d| {4}at |Error:/

test('ten million bytes through a real socket: announced, or in chunks without end', async (t) => {
  const announced = await said([head({ 'Content-Length': 10_000_000 })], 1000)
  t.match(answers(announced), [{ status: 413, code: 'body-too-large' }], 'not even read')
  const chunk = `${(65_536).toString(16)}\r\n${' '.repeat(65_536)}\r\n`
  const streamed = await said([head({ 'Transfer-Encoding': 'chunked' }), chunk.repeat(160)], 2000)
  t.match(answers(streamed), [{ status: 413, code: 'body-too-large' }])
  t.notMatch(announced + streamed, quiet)
})

test('pipelined requests are answered each, in their order, a bad one between good ones too', async (t) => {
  const report = JSON.stringify(world.report(hospital))
  const send = (body: string, more = {}) =>
    head({ 'Content-Length': Buffer.byteLength(body), ...more }) + body
  const get = head({}, 'GET /v1/rules')
  const text = await said(
    [send(report) + send('{"a":1,"a":2}') + get + send(report, { Connection: 'close' })],
    3000,
  )
  t.match(answers(text), [
    { status: 200 },
    { status: 400, code: 'json-duplicate-key' },
    { status: 200 },
    { status: 200 },
  ])
  const transactions = [...text.matchAll(/"transaction":"(\w+)"/g)].map(([, id]) => id)
  t.equal(transactions.length, 2)
  t.equal(new Set(transactions).size, 1, 'the same report twice is there once')
})

test('encodings: UTF-16, a byte order mark, Latin-1, compressed', async (t) => {
  const report = JSON.stringify(world.report(hospital))
  const send = async (body: Buffer, headers: Record<string, string> = {}) => {
    const all = { authorization, 'content-type': 'application/json', ...headers }
    return (
      await plain(`${world.url}/v1/statements`, { method: 'POST', headers: all, body: new Uint8Array(body) })
    ).body.code
  }
  t.match(await send(Buffer.from(report, 'utf16le')), /^(json-malformed|unicode-ill-formed)$/)
  t.equal(await send(Buffer.from(`\ufeff${report}`)), 'json-malformed')
  t.equal(await send(Buffer.from('{"é":1}', 'latin1')), 'unicode-ill-formed')
  for (const encoding of ['gzip', 'br', 'deflate', 'identity, gzip'])
    t.equal(await send(Buffer.from(report), { 'content-encoding': encoding }), 'content-encoding', encoding)
  for (const type of [
    'application/xml',
    'application/x-www-form-urlencoded',
    'multipart/mixed',
    'application/json-seq',
  ])
    t.equal(await send(Buffer.from(report), { 'content-type': type }), 'content-type', type)
})

test('addresses: percent signs, dots, methods and versions that are none of ours', async (t) => {
  const ask = async (line: string) => answers(await said([head({}, line)]))[0]
  t.match(await ask('GET /v1/reports/%'), { status: 400 })
  t.match(await ask('GET /v1/reports/%ff%fe'), { status: 400 })
  t.match(await ask('GET /../../etc/passwd'), { status: 404, code: 'not-found' })
  t.match(await ask('DELETE /v1/statements'), { status: /40[45]/ })
  t.match(await ask('BREW /v1/statements'), { status: 400 })
  const malformed = [{ status: 400, code: 'request-malformed' }]
  t.match(answers(await said(['GET /healthz HTTP/9.9\r\nHost: a\r\n\r\n'])), malformed)
  t.match(answers(await said(['\0\0\0\0\r\n\r\n'])), malformed)
  t.match(
    await said([`GET /healthz HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`]),
    /^HTTP\/1\.1 431/,
  )
})

test('a client that sends a byte now and then is given up, and holds nobody else up', async (t) => {
  await world.restartGateway({ requestTimeout: 800 })
  const trickle = (first: string) => [first, ...Array.from({ length: 12 }, () => [150, 'x']).flat()]
  const slow = Array.from({ length: 50 }, () =>
    said(trickle('POST /v1/statements HTTP/1.1\r\nHost: a\r\nX: ')),
  )
  const { token } = (await hospital.post('/v1/tokens')).body
  const slowBody = said(trickle(head({ Authorization: `Bearer ${token}`, 'Content-Length': 5000 })))
  const { status } = await hospital.post('/v1/statements', world.report(hospital))
  t.equal(status, 200)
  const all = await Promise.all(slow)
  t.same(new Set(all.flatMap(answers).map(({ code }) => code)), new Set(['request-timeout']))
  t.equal(all.flatMap(answers).length, 50)
  t.match(answers(await slowBody), [{ status: 408, code: 'request-timeout' }])
  t.equal((await plain(`${world.url}/healthz`)).status, 200)
})

test('close', async () => world.close())
