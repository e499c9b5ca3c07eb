import { generateKey, type SigningKey } from '@huren/crypto-config'
import { test } from 'tap'
import { other, own, report, serve, signedBy, start, stating } from '../testing/hospital.ts'

test('EXCH-12: a desk’s questions are carried to the gateway as they are; a key of another institution is refused here', async (t) => {
  const seen: { method?: string; url?: string; headers: object }[] = []
  const gateway = await serve(t, ({ method, url, headers }, response) => {
    seen.push({ ...(method && { method }), ...(url && { url }), headers })
    const isReplay = method === 'POST'
    response
      .writeHead(isReplay ? 202 : 200, { 'content-type': 'text/html' })
      .end('{"items":[],"detail":"<script>alert(1)</script>"}')
  })
  const { signedIn } = await start(t, { gateway })
  const hospital = await signedIn('hospital')
  const ask = (path: string, key: SigningKey, init: RequestInit = {}) =>
    hospital.send(`/api/hospital/gateway/${path}`, {
      ...init,
      headers: { ...signedBy(key), ...init.headers },
    })
  const answer = await ask('statements?type=report&issuer=GD-4401-00001', own.key)
  t.equal(answer.status, 200)
  t.match(answer.headers.get('content-type'), /^application\/json/, 'never as a page')
  t.equal(answer.headers.get('x-content-type-options'), 'nosniff')
  t.match(seen, [
    {
      method: 'GET',
      url: '/v1/statements?type=report&issuer=GD-4401-00001',
      headers: signedBy(own.key),
    },
  ])
  t.notMatch(seen[0]?.headers, { cookie: String }, 'the session stays here')
  const id = 'ab'.repeat(32)
  t.equal((await ask(`dead-letters/${id}/replay`, own.key, { method: 'POST' })).status, 202)
  t.match(seen[1], { method: 'POST', url: `/v1/dead-letters/${id}/replay` })
  const stranger = generateKey('ES256')
  for (const key of [other.key, stranger]) {
    const refused = await ask('dead-letters', key)
    t.equal(refused.status, 403)
    t.match(await refused.json(), { code: 'foreign-key' })
  }
  for (const headers of [
    {},
    { 'signature-input': '=;=' },
    { 'signature-input': 'sig=("@method");keyid=<script>' },
  ])
    t.equal((await hospital.get('gateway/queue', { headers: { ...headers } })).status, 401)
  for (const path of ['dead-letters/%3Cscript%3E/replay', 'dead-letters/..%2f..%2fv1%2ftokens/discard'])
    t.equal((await ask(path, own.key, { method: 'POST' })).status, 400, path)
  for (const path of ['tokens', 'onboarding', 'offline/submit'])
    t.equal((await ask(path, own.key)).status, 404, `${path} is not carried`)
  const foreign = await ask(`dead-letters/${id}/discard`, own.key, {
    method: 'POST',
    headers: { 'sec-fetch-site': 'cross-site' },
  })
  t.equal(foreign.status, 403, 'not in somebody’s name from another site')
  t.equal(seen.length, 2, 'nothing else reached the gateway')
})

test(
  'a dead, slow or raving gateway and notary are told so, and the rest goes on',
  { timeout: 30_000 },
  async (t) => {
    const slow = await serve(t, () => {})
    const raving = await serve(t, (_, response) => {
      const piece = Buffer.alloc(1024 * 1024, 'x')
      for (let i = 0; i < 20; i++) response.write(piece)
      response.end()
    })
    const nonsense = await serve(t, (_, response) => void response.end('<html>'))
    const ask = async (gateway: string | undefined, notary: string) => {
      const { signedIn, commit } = await start(t, { ...(gateway && { gateway }), notary })
      await commit([stating(report, own.id, own.key)])
      const hospital = await signedIn('hospital')
      const [queue, submissions] = await Promise.all([
        hospital.get('gateway/queue', { headers: signedBy(own.key) }),
        hospital.get('submissions?type=report'),
      ])
      t.match(submissions, { status: 200, body: { notary: 'away', rows: [{ stage: 'committed' }] } })
      t.notOk(submissions.body.rows[0].overdue, 'what is not known is not said')
      t.notMatch(queue.body.title, /内部错误/, 'said in a sentence')
      return [queue.status, queue.body.code]
    }
    const dead = 'http://127.0.0.1:9'
    t.same(
      await Promise.all([ask(slow, slow), ask(dead, dead), ask(raving, nonsense), ask(undefined, dead)]),
      [
        [502, 'gateway-away'],
        [502, 'gateway-away'],
        [502, 'gateway-answer-too-large'],
        [404, 'no-gateway'],
      ],
    )
  },
)
