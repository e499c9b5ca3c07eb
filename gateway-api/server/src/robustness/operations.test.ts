import fc from 'fast-check'
import t, { test } from 'tap'
import { problemCodes } from '../http/problem.ts'
import { plain } from '../testing/caller.ts'
import { World } from '../testing/world.ts'

t.setTimeout(170_000)
const world = await World.founded()
const hospital = await world.register('GD-4401-00001')
const [central] = world.central
const tokenOf = async (caller: typeof central) => (await caller.post('/v1/tokens')).body.token
const tokens = [await tokenOf(central), await tokenOf(hospital)]
const { body: description } = await plain(`${world.url}/openapi.json`)

const id = '6f2b4a9e-0000-4000-8000-000000000000'
const posts = Object.keys(description.paths)
  .filter((path) => description.paths[path].post)
  .map((path) => path.replace('{id}', path.includes('dead') ? 'c'.repeat(64) : id))

const send = (url: string, payload: string | Buffer, token: string) =>
  world.gateway.server.inject({
    method: 'POST',
    url,
    payload,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
  })

/** An answer of this API: what was asked for, or a problem with a known code that says nothing of the inside. */
const isAnswer = ({ statusCode, payload }: Awaited<ReturnType<typeof send>>): boolean => {
  if (statusCode < 300) return true
  const { code, status } = JSON.parse(payload)
  const quiet = !/node_modules|\.ts:\d| {4}at |Error:/.test(payload)
  return quiet && problemCodes.includes(code) && status === statusCode && statusCode < 500
}

const base64 = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes).toString('base64'))
const envelope = fc.record({
  payloadType: fc.constantFrom('application/vnd.huren.report.v1+json', 'text/plain', ''),
  payload: base64,
  signatures: fc.array(fc.record({ keyid: fc.constant(hospital.key.id), sig: base64 }), { maxLength: 3 }),
})
/** Bodies that come far enough to reach what lies behind the schemas. */
const shaped = fc.record(
  {
    statements: fc.array(envelope, { maxLength: 3 }),
    bytes: base64,
    signature: base64,
    mspId: fc.constantFrom('ConsensusOneMSP', '', 'x'),
    certificate: fc.string({ maxLength: 60 }),
    institution: fc.oneof(envelope, fc.record({ kind: fc.constant('hospital'), city: fc.constant('4401') })),
    key: fc.oneof(envelope, fc.object({ maxDepth: 1 })),
    reason: fc.constantFrom('not-eligible', 1),
  },
  { requiredKeys: [] },
)
const shapes: readonly (readonly string[])[] = [
  ['bytes', 'signature'],
  ['statements'],
  ['mspId', 'certificate', 'statements'],
  ['institution', 'key'],
  ['reason'],
]
const bodies = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc
    .tuple(shaped, fc.constantFrom(...shapes))
    .map(([all, names]) => Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)))),
)

test('whatever body any operation gets, it answers with a result or a problem', async (t) => {
  t.ok(posts.length >= 10)
  for (const path of posts) {
    await fc.assert(
      fc.asyncProperty(bodies, fc.constantFrom(...tokens), async (body, token) =>
        isAnswer(await send(path, JSON.stringify(body), token)),
      ),
      { numRuns: 60 },
    )
    t.equal((await plain(`${world.url}/readyz`)).status, 200, path)
  }
})

/** Real bytes of an offline proposal, with some of them changed: protobuf that nearly is one. */
test('offline signing takes damaged bytes as what they are', async (t) => {
  const { body } = await central.post('/v1/offline/proposal', {
    mspId: 'ConsensusOneMSP',
    certificate: 'none',
    statements: [world.report(hospital)],
  })
  const bytes = Buffer.from(body.bytes, 'base64')
  const places = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 5 })
  const steps = fc.constantFrom('endorse', 'submit', 'status')
  await fc.assert(
    fc.asyncProperty(places, steps, fc.boolean(), async (changes, step, cut) => {
      const damaged = Buffer.from(bytes)
      for (const [at, byte] of changes) damaged[at] = byte
      const sent = cut ? damaged.subarray(0, changes[0]?.[0]) : damaged
      const signature = Buffer.alloc(70, 7).toString('base64')
      const answer = { bytes: sent.toString('base64'), signature }
      return isAnswer(await send(`/v1/offline/${step}`, JSON.stringify(answer), tokens[0]))
    }),
    { numRuns: 120 },
  )
  t.equal((await plain(`${world.url}/readyz`)).status, 200)
})

test('close', async () => world.close())
