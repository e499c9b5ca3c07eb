import { addSignature, generateKey, signStatement } from '@huren/crypto-config'
import { type Instant, makeEnvelope } from '@huren/records'
import { test } from 'tap'
import { chunksOf } from './chunks.ts'
import { Gateway } from './gateway.ts'
import { answerJson, peer } from './peer.test-support.ts'

const key = generateKey('ES256')
const envelopes = Array.from({ length: 1201 }, (_, seconds) =>
  signStatement('report', { issuedAt: new Date(seconds * 1000).toISOString() as Instant }, [key]),
)

const echo = (body: Buffer) => {
  const { statements } = JSON.parse(body.toString()) as { statements: { payload: string }[] }
  return { results: statements.map(({ payload }) => ({ id: payload, stage: 'committed' })) }
}

test('many statements go in few requests, their results come back in order', async (t) => {
  const server = await peer(({ body }, response) => answerJson(response, 200, echo(body)))
  t.teardown(server.close)
  const progress: number[] = []
  const results = await new Gateway({ url: server.url }).submit(envelopes, {
    wait: 30,
    onProgress: (done) => progress.push(done),
  })
  t.same(
    results.map(({ id }) => id),
    envelopes.map(({ payload }) => payload),
  )
  t.same(progress, [500, 1000, 1201])
  t.equal(server.seen[0]?.headers.prefer, 'wait=30')
})

test('EXCH-9: what was promised together is given to each of its statements', async (t) => {
  const ids = ['a', 'b', 'c'].map((letter) => letter.repeat(64))
  const document = {
    statements: ids.slice(0, 2),
    receivedAt: '2026-11-21T08:00:00.000Z',
    deadline: '2026-11-21T09:00:00.000Z',
    gateway: key.id,
  }
  const promise = addSignature(makeEnvelope('promise', Buffer.from(JSON.stringify(document)), []), key)
  const results = ids.map((id) => ({ id, stage: 'queued' }))
  const server = await peer((_, response) => answerJson(response, 202, { results, promises: [promise] }))
  t.teardown(server.close)
  const given = await new Gateway({ url: server.url }).submit(envelopes.slice(0, 3))
  t.same(
    given.map((result) => result.promise),
    [promise, promise, undefined],
  )
})

test('wait 0 asks for the promise only', async (t) => {
  const server = await peer(({ body }, response) => answerJson(response, 202, echo(body)))
  t.teardown(server.close)
  await new Gateway({ url: server.url }).submit(envelopes.slice(0, 1), { wait: 0 })
  t.equal(server.seen[0]?.headers.prefer, 'respond-async')
})

test('a request stays below the size that the gateway takes', async (t) => {
  const large = { ...envelopes[0]!, payload: 'A'.repeat(60_000) }
  const chunks = chunksOf(Array.from({ length: 300 }, () => large))
  t.equal(chunks.flat().length, 300)
  for (const chunk of chunks) t.ok(Buffer.byteLength(JSON.stringify({ statements: chunk })) <= 8 << 20)
})
