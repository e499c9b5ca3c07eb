import { recordTypes } from '@huren/records'
import t, { test } from 'tap'
import { plain } from '../testing/caller.ts'
import { World } from '../testing/world.ts'

t.setTimeout(120_000)
const explorer = 'https://explorer.example'
const world = await World.start({ metricsToken: 'a token of this test', explorer })
const get = (path: string, headers: Record<string, string> = {}) => plain(world.url + path, { headers })

interface Operation {
  readonly parameters: { name: string; in: string; schema: object }[]
  readonly responses: Record<string, { content: Record<string, object> }>
  readonly security: object[]
}

test('GAP-4: OpenAPI 3.1 describes every route, and the payloads of the record model', async (t) => {
  const { body } = await get('/openapi.json')
  t.equal(body.openapi, '3.1.0')
  for (const { path, method } of world.gateway.server.table()) {
    if (!/^\/(v1|healthz|readyz|metrics)/.test(path)) continue
    t.ok(body.paths[path]?.[method], `${method} ${path}`)
  }
  for (const { name } of recordTypes) t.equal(body.components.schemas[`payload.${name}`]?.title, name)
  const text = JSON.stringify(body)
  for (const [, reference] of text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g))
    t.ok(body.components.schemas[reference!], `${reference} is there`)
  for (const [path, operations] of Object.entries<Record<string, Operation>>(body.paths))
    for (const [method, { parameters, responses, security }] of Object.entries(operations)) {
      const named = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name)
      const described = parameters.filter((each) => each.in === 'path').map(({ name }) => name)
      t.same(described, named, `${method} ${path}: each parameter is described`)
      t.ok(
        parameters.every(({ schema }) => schema),
        'by a schema',
      )
      t.ok(
        Object.keys(responses).some((status) => /^2|^101|^30/.test(status)),
        'what it answers',
      )
      t.ok(responses.default?.content['application/problem+json'], 'and how it refuses')
      t.ok(Array.isArray(security), 'and who may ask')
    }
  const submit = body.paths['/v1/statements'].post
  t.equal(submit.requestBody.content['application/json'].schema.oneOf.length, 2)
  t.match(submit.security, [{ signature: [] }, { token: [] }])
  t.match(body.paths['/v1/reasons'].get.security, [])
})

test('the documentation asks nobody else for anything', async (t) => {
  const { status, headers, body } = await get('/docs')
  t.equal(status, 200)
  const policy = headers.get('content-security-policy') ?? ''
  t.match(policy, /default-src 'none'/)
  t.notMatch(policy, /https?:|\*|unsafe-eval/)
  t.notMatch(body, /https?:\/\//)
  const own = [...body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path)
  t.ok(own.length >= 5)
  for (const path of own) t.equal((await get(path)).status, 200, path)
  t.match((await get('/docs/start.js')).body, /validatorUrl: null/)
  t.equal((await get('/docs/..%2fpackage.json')).status, 404)
})

test('operation: health, readiness, metrics, what is running', async (t) => {
  const alive = await get('/healthz')
  t.same(alive.body, { status: 'ok' })
  t.equal(alive.headers.get('x-content-type-options'), 'nosniff')
  t.match((await get('/readyz')).body, { ready: true, index: { lag: 0 } })
  t.match((await get('/v1/about')).body, {
    name: /Huren/,
    ledger: { height: Number },
    queue: { statements: 0 },
    explorer,
  })
  t.match((await get('/v1/gateway')).body, { algorithm: 'ES256', id: /^[0-9a-f]{64}$/ })
  t.equal((await get('/metrics')).status, 401)
  const { body } = await get('/metrics', { authorization: 'Bearer a token of this test' })
  t.match(body, /huren_queue_statements 0/)
  t.match(body, /huren_http_request_seconds_count\{route="\/healthz",method="get",status="200"\}/)
})

test('the front page is there', async (t) => {
  const { status, headers } = await get('/')
  t.equal(status, 200)
  t.match(headers.get('content-type'), /html/)
  t.equal((await get('/..%2f..%2fpackage.json')).status, 404)
})

test('close', async () => world.close())
