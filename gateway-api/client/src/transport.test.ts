import { test } from 'tap'
import { Gateway } from './gateway.ts'
import { answerJson, peer } from './peer.test-support.ts'
import { ProblemError, UnreachableError } from './problem.ts'

const problem = (status: number, code: string) => ({
  type: 'about:blank',
  title: code,
  status,
  code,
  detail: 'a sentence',
  field: 'item',
})

test('EXCH-9: "try later" is tried again, not before Retry-After', async (t) => {
  const server = await peer((_seen, response, count) =>
    count < 3
      ? answerJson(response, count === 1 ? 503 : 429, problem(503, 'queue-full'), { 'retry-after': '1' })
      : answerJson(response, 200, { items: [] }),
  )
  t.teardown(server.close)
  const started = Date.now()
  t.same(await new Gateway({ url: server.url }).page('items'), { items: [] })
  t.equal(server.seen.length, 3)
  t.ok(Date.now() - started >= 2000, 'waited twice as long as it was asked to')
})

test('a refusal is not tried again; it becomes an error with code and field', async (t) => {
  const server = await peer((_seen, response) => answerJson(response, 422, problem(422, 'item-unknown')))
  t.teardown(server.close)
  const error = await new Gateway({ url: server.url }).get('items', 'L99999').catch((cause: unknown) => cause)
  t.ok(error instanceof ProblemError)
  t.match(error, { code: 'item-unknown', status: 422, problem: { field: 'item', detail: 'a sentence' } })
  t.equal(server.seen.length, 1)
})

test('an answer that is no problem document still has a code', async (t) => {
  const server = await peer((_seen, response) => response.writeHead(500).end('<h1>proxy</h1>'))
  t.teardown(server.close)
  const error = await new Gateway({ url: server.url }).get('items', 'L00001').catch((cause: unknown) => cause)
  t.match(error, { code: 'unexpected-answer', status: 500 })
})

test('nobody there: an error that names the address and the cause, after the retries', async (t) => {
  const server = await peer(() => undefined)
  server.close()
  const gateway = new Gateway({ url: server.url, retries: 1 })
  const error = await gateway.page('items').catch((cause: unknown) => cause)
  t.ok(error instanceof UnreachableError)
  t.match(error, { message: /127\.0\.0\.1:\d+.*ECONNREFUSED/ })
})

test('a line that is cut is tried again', async (t) => {
  const server = await peer((_seen, response, count) =>
    count === 1 ? response.destroy() : answerJson(response, 200, { items: [] }),
  )
  t.teardown(server.close)
  t.same(await new Gateway({ url: server.url }).page('items'), { items: [] })
  t.equal(server.seen.length, 2)
})

test('a line that is cut in the middle of the answer is tried again', async (t) => {
  const server = await peer((_seen, response, count) => {
    if (count > 1) return answerJson(response, 200, { items: [1] })
    response.writeHead(200, { 'content-length': '100' })
    return response.write('{"items":', () => response.destroy())
  })
  t.teardown(server.close)
  t.same(await new Gateway({ url: server.url }).page('items'), { items: [1] })
  t.equal(server.seen.length, 2)
})

test('lists are read page after page', async (t) => {
  const server = await peer(({ url }, response) =>
    answerJson(response, 200, url.includes('cursor=two') ? { items: [3] } : { items: [1, 2], next: 'two' }),
  )
  t.teardown(server.close)
  const gateway = new Gateway({ url: `${server.url}/behind/proxy` })
  const items: unknown[] = []
  for await (const item of gateway.list('items', { kind: 'laboratory' })) items.push(item)
  t.same(items, [1, 2, 3])
  t.equal(server.seen[1]?.url, '/behind/proxy/v1/items?kind=laboratory&cursor=two')
})
