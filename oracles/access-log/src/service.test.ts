import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { leafHash, parseNote, parseVerifierKey, rootFromInclusion, verifyNoteSignature } from '@huren/verify'
import t, { test } from 'tap'
import { startAccessLog } from './service.ts'
import { newReport } from './testing/events.ts'
import { caller, newSettings, tokens } from './testing/service.ts'

t.setTimeout(120_000)
const { settings, remove } = await newSettings()
const service = await startAccessLog(settings)
const call = caller(service.url)
t.teardown(async () => {
  await service.close()
  await remove()
})

const published = async (size: number): Promise<string> => {
  for (;;) {
    const { body } = await call('GET', '/checkpoint')
    if (typeof body === 'string' && body.split('\n')[1] === String(size)) return body
    await pause(50)
  }
}

test('PAT-8: a batch is sequenced event by event; bad ones are refused by themselves', async (t) => {
  const reports = [newReport(0), newReport(1), newReport(2)]
  const bad = { ...newReport(3), patient: '' }
  const { status, body } = await call('POST', '/v1/events', tokens.append, {
    events: [reports[0], bad, reports[1], {}, reports[0], reports[2]],
  })
  t.equal(status, 200)
  t.match(body.results, [
    { index: 0, duplicate: false },
    { code: 'payload-invalid', field: 'patient' },
    { index: 1, duplicate: false },
    { code: 'payload-invalid', field: 'event' },
    { index: 0, duplicate: true },
    { index: 2, duplicate: false },
  ])
})

test('the log is served as static tiles with a signed checkpoint, written only when its tiles are there', async (t) => {
  const events = Array.from({ length: 300 }, (_, n) => newReport(n + 3))
  await call('POST', '/v1/events', tokens.append, { events })
  const note = await published(303)
  const parsed = parseNote(note)
  const key = parseVerifierKey((await call('GET', '/v1/log')).body.verifierKey)
  t.ok(verifyNoteSignature(parsed, key, parsed.signatures[0]!), 'C2SP signed-note')
  t.match(parsed.text, /^cloud\.example\/access\n303\n/)
  for (const path of ['/tile/0/000', '/tile/0/001.p/47', '/tile/1/000.p/1', '/tile/entries/001.p/47']) {
    const { status, headers } = await call('GET', path)
    t.equal(status, 200, path)
    t.match(headers.get('cache-control'), /immutable/)
  }
  t.match((await call('GET', '/checkpoint')).headers.get('cache-control'), /max-age=2$/)
  const bundle = await readFile(join(settings.publicDir, 'tile/entries/001.p/47'))
  t.same(bundle.subarray(0, 2), Buffer.of(0, 32))
  const entry = bundle.subarray(2, 34)
  const { log } = service.context
  const root = rootFromInclusion(256, 303, leafHash(entry), await log.inclusionProof(256, 303))
  t.equal(parsed.text.split('\n')[2], Buffer.from(root!).toString('base64'), 'the published entry is proven')
  for (const path of ['/tile/0/002', '/tile/0/../../keys/note.pem', '/tile/9/000', '/tile/entries/x1'])
    t.match((await call('GET', path)).body, { code: 'not-found' }, path)
})

test('who may do what; bad input gets a stable code', async (t) => {
  const { event } = newReport()
  const path = `/v1/events/${event.event}/receipt`
  const refused: [string, Parameters<typeof call>, number, string][] = [
    ['no token', ['POST', '/v1/events', undefined, {}], 401, 'token-missing'],
    ['an unknown token', ['POST', '/v1/events', 'x', {}], 401, 'token-unknown'],
    ['a reader appends', ['POST', '/v1/events', tokens.read, { events: [] }], 403, 'forbidden'],
    ['a viewer reads', ['GET', path, tokens.append], 403, 'forbidden'],
    ['an unknown event', ['GET', path, tokens.read], 404, 'not-found'],
    ['no such address', ['GET', '/v1/patients', tokens.read], 404, 'not-found'],
    ['no JSON', ['POST', '/v1/events', tokens.append, '{'], 400, 'body-invalid'],
    ['no list', ['POST', '/v1/events', tokens.append, { events: {} }], 400, 'body-invalid'],
    ['a list of numbers', ['POST', '/v1/events', tokens.append, { events: [1] }], 400, 'body-invalid'],
    [
      'too many',
      ['POST', '/v1/events', tokens.append, { events: Array(5001).fill({}) }],
      422,
      'too-many-events',
    ],
    ['too large', ['POST', '/v1/events', tokens.append, `"${'x'.repeat(9_000_000)}"`], 413, 'body-too-large'],
    [
      'of another institution',
      ['POST', '/v1/events', tokens.foreign, { events: [newReport()] }],
      403,
      'forbidden',
    ],
    [
      'a hospital asks for a person',
      ['POST', '/v1/lists', tokens.reconcile, { kind: 'patient', name: 'patient 1' }],
      403,
      'forbidden',
    ],
    [
      'the list of another hospital',
      ['POST', '/v1/lists', tokens.foreign, { kind: 'institution', name: 'GD-4403-00007' }],
      403,
      'forbidden',
    ],
    ['an unknown kind', ['POST', '/v1/lists', tokens.read, { kind: 'x', name: 'y' }], 400, 'body-invalid'],
    [
      'not witnessed yet',
      ['POST', '/v1/lists', tokens.read, { kind: 'patient', name: 'patient 1' }],
      409,
      'not-witnessed',
    ],
  ]
  for (const [name, arguments_, status, code] of refused) {
    const answer = await call(...arguments_)
    t.match({ status: answer.status, code: answer.body.code }, { status, code }, name)
    t.match(answer.headers.get('content-type'), /problem\+json/, name)
  }
})

test('a ledger that does not answer is told by the health page, and stops nobody from appending', async (t) => {
  const { status, body } = await call('GET', '/healthz')
  t.equal(status, 503)
  t.match(body, { status: 'degraded', anchored: 0, problem: { code: 'anchor-failed' } })
  const { body: appended } = await call('POST', '/v1/events', tokens.append, { events: [newReport(7)] })
  t.match(appended.results, [{ duplicate: false }])
})

test('an access is erased once, by who may', async (t) => {
  const report = newReport(5)
  await call('POST', '/v1/events', tokens.append, { events: [report] })
  const path = `/v1/events/${report.event.event}/erasure`
  t.equal((await call('POST', path, tokens.read, { reason: 'subject-request' })).status, 403)
  t.match((await call('POST', path, tokens.erase, { reason: 'bored' })).body, { code: 'body-invalid' })
  t.match((await call('POST', path, tokens.erase, { reason: 'subject-request' })).body, { duplicate: false })
  t.match((await call('POST', path, tokens.erase, { reason: 'subject-request' })).body, {
    code: 'already-erased',
  })
})
