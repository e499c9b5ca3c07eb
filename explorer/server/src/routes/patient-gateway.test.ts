import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'tap'
import { codeOf, start } from '../testing/patient.ts'

test('statements are carried to the gateway as they are, with the device’s own signature', async (t) => {
  const seen: { headers: Record<string, unknown>; body: string }[] = []
  const gateway = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      seen.push({ headers: request.headers, body: Buffer.concat(chunks).toString() })
      response.writeHead(422, { 'content-type': 'application/problem+json' }).end('{"code":"not-grantor"}')
    })
  })
  await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve))
  t.teardown(() => gateway.close())
  const { signedIn } = await start(t, {
    gateway: `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`,
  })
  const one = await signedIn('one')
  const answer = await one.send('/patient/api/statements', {
    method: 'POST',
    body: '{"a":1}',
    headers: { 'content-type': 'application/json', signature: 'sig=:AA==:', 'signature-input': 'sig=()' },
  })
  t.same(await codeOf(answer), [422, 'not-grantor'])
  t.match(seen, [{ body: '{"a":1}', headers: { signature: 'sig=:AA==:', 'signature-input': 'sig=()' } }])
  t.notOk(seen[0]?.headers.cookie, 'the session stays here')
})
