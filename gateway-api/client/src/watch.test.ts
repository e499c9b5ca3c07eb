import { test } from 'tap'
import { Gateway } from './gateway.ts'
import { peer } from './peer.test-support.ts'

const event = (id: string) => `id: ${id}\nevent: statement\ndata: {"id":"${id}"}\n\n`

test('EXCH-9: a stream that breaks is resumed after the last event, each event once', async (t) => {
  const server = await peer(({ headers }, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write('retry: 10\n\n')
    const after = headers['last-event-id']
    if (after === undefined) response.write(event('1-0-0') + event('1-0-1'), () => response.destroy())
    else response.write(event('2-0-0') + event('3-0-0'))
  })
  t.teardown(server.close)
  const stop = new AbortController()
  const seen: (string | undefined)[] = []
  for await (const { id } of new Gateway({ url: server.url }).watch({ signal: stop.signal })) {
    seen.push(id)
    if (seen.length === 4) stop.abort()
  }
  t.same(seen, ['1-0-0', '1-0-1', '2-0-0', '3-0-0'])
  t.same(
    server.seen.map(({ headers }) => headers['last-event-id']),
    [undefined, '1-0-1'],
  )
})

test('a stream that breaks before its first event is resumed where it began', async (t) => {
  const server = await peer(({ headers }, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    if (headers['last-event-id'] === '7-0-0') response.write(event('8-0-0'))
    else response.write('retry: 10\nid: 7-0-0\n\n', () => response.destroy())
  })
  t.teardown(server.close)
  const stop = new AbortController()
  const { value } = await new Gateway({ url: server.url }).watch({ signal: stop.signal }).next()
  t.equal(value?.id, '8-0-0')
  stop.abort()
})

test('a refused stream is an error, not a silence', async (t) => {
  const server = await peer((_seen, response) =>
    response
      .writeHead(403, { 'content-type': 'application/problem+json' })
      .end('{"code":"not-permitted","status":403,"title":"no","type":"about:blank"}'),
  )
  t.teardown(server.close)
  await t.rejects(new Gateway({ url: server.url }).watch().next(), { code: 'not-permitted' })
})
