import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateKey, type SigningKey, signStatement } from '@huren/crypto-config'
import { type BlockTransaction, dayOf, ExplorerIndex } from '@huren/explorer-index'
import {
  type Commitment,
  decision,
  type Envelope,
  type Instant,
  type InstitutionId,
  type Payload,
  parseEnvelope,
  type RecordId,
  report,
} from '@huren/records'
import tap, { type Test, test } from 'tap'
import { overdueOf } from '../hospital/stages.ts'
import { createAccounts, type ExplorerOptions, startExplorer } from '../index.ts'
import { browser } from '../testing/browser.ts'

tap.setTimeout(150_000)

const hours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString() as Instant
const own = { id: 'GD-4401-00001' as InstitutionId, key: generateKey('ES256'), doctor: generateKey('ES256') }
const other = { id: 'GD-4403-00007' as InstitutionId, key: generateKey('ES256') }
const holder = 'cd'.repeat(32) as Commitment

type Stated = readonly [type: string, payload: Payload & Record<string, unknown>, key: SigningKey]

const registration = (institution: InstitutionId, key: SigningKey, more: object = {}, by = key): Stated => [
  'signing-key',
  {
    issuer: institution,
    institution,
    issuedAt: hours(-1),
    ...{ key: key.id, algorithm: key.algorithm, publicKey: key.publicKey, uses: ['report'] },
    ...{ notBefore: hours(-1), notAfter: hours(240), ...more },
  },
  by,
]
const admission = (institution: InstitutionId, key: SigningKey): Stated => [
  'institution',
  {
    issuer: institution,
    institution,
    issuedAt: hours(-1),
    ...{ version: 1, kind: 'hospital', level: 'tertiary', city: institution.slice(3, 7) },
    ...{ status: 'active', effectiveFrom: hours(-1) },
  },
  key,
]
const stating = (type: typeof report | typeof decision, issuer: InstitutionId, key: SigningKey): Stated => {
  const named = type.name === 'report' ? 'report' : 'decision'
  const sample: object = type.valid[0]?.payload ?? {}
  return [
    type.name,
    {
      ...sample,
      issuer,
      [named]: crypto.randomUUID() as RecordId,
      issuedAt: hours(0),
      performedAt: hours(-2),
    },
    key,
  ]
}

type Answering = (request: IncomingMessage, response: ServerResponse) => void
const serve = async (t: Test, answer: Answering) => {
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    server.close()
    server.closeAllConnections()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** A server over an index of two hospitals; `results` says what became of each of the first one's statements. */
const start = async (t: Test, settings: Partial<ExplorerOptions> = {}) => {
  const dir = await mkdtemp(join(tmpdir(), 'huren-hospital-'))
  const index = await ExplorerIndex.open(dir)
  const commit = async (statements: readonly Stated[], refused?: string) => {
    const envelopes: Envelope[] = statements.map(([type, { performedAt, ...payload }, key]) =>
      signStatement(type, { ...payload, ...(type === 'report' && { performedAt }) } as Payload, [key]),
    )
    const texts = envelopes.map((envelope) => JSON.stringify(envelope))
    const ids = texts.map((text) => parseEnvelope(text).id)
    const answer = refused ? { outcome: 'refused', code: refused } : { outcome: 'committed' }
    const transaction: BlockTransaction = {
      id: Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('hex'),
      index: 0,
      validation: 'VALID',
      at: new Date().toISOString(),
      client: 'ConsensusOneMSP/gateway@consensus1',
      function: 'Report:submit',
      texts,
      answers: ids.map((id) => ({ id, ...answer })),
    }
    await index.add([{ number: index.height, previousHash: '', dataHash: '', transactions: [transaction] }])
    return ids
  }
  await commit([
    admission(own.id, own.key),
    registration(own.id, own.key),
    registration(own.id, own.doctor, { holder, uses: ['recognition'] }, own.key),
    admission(other.id, other.key),
    registration(other.id, other.key),
  ])
  const accounts = join(dir, 'accounts.json')
  const people = await createAccounts(accounts, [
    { account: 'hospital', name: '<img src=x onerror=alert(1)>', role: 'hospital', institution: own.id },
    { account: 'other', name: '别家医院', role: 'hospital', institution: other.id },
    { account: 'nowhere', name: '无机构', role: 'hospital' },
    { account: 'odd', name: '怪机构', role: 'hospital', institution: '../../<script>' },
    { account: 'city', name: '地市', role: 'city', city: '4401' },
    { account: 'regulator', name: '监管员', role: 'regulator' },
    { account: 'auditor', name: '审计员', role: 'auditor' },
    { account: 'patient', name: '患者', role: 'patient' },
  ])
  const explorer = await startExplorer(
    {
      ...{ listen: { host: '127.0.0.1', port: 0 }, dataDir: dir, web: dir },
      signIn: { kind: 'trial', accounts },
      ...settings,
    },
    index,
  )
  t.teardown(async () => {
    await explorer.close()
    await index.close()
    await rm(dir, { recursive: true, force: true })
  })
  const signedIn = async (account: string) => {
    const one = browser(explorer.url)
    await one.signIn(account, people.find((each) => each.account === account)?.password ?? '')
    const get = async (path: string, init?: RequestInit) => {
      const answer = await one.send(`/api/hospital/${path}`, init)
      return { status: answer.status, body: Object(await answer.json()) }
    }
    return { ...one, get }
  }
  return { url: explorer.url, index, commit, signedIn }
}

/** What a desk's signed request looks like; whether it verifies is for the gateway to say. */
const signedBy = (key: SigningKey) => ({
  'signature-input': `sig=("@method" "@authority" "@path" "@query");keyid="${key.id}";alg="ecdsa-p256-sha256"`,
  signature: 'sig=:AA==:',
})

test('CHAIN-42: the hospital’s door is for accounts of one hospital, and nobody else, supervisors too', async (t) => {
  const { signedIn, url } = await start(t)
  for (const account of ['nowhere', 'odd', 'city', 'regulator', 'patient']) {
    const one = await signedIn(account)
    for (const path of ['site', 'keys', 'submissions', 'summary', `desks/${own.key.id}`, 'gateway/queue']) {
      const { status, body } = await one.get(path)
      t.equal(status, 403, `${account} ${path}`)
      t.notMatch(JSON.stringify(body), /<script|GD-4401/)
    }
  }
  t.equal((await fetch(`${url}/api/hospital/site`)).status, 401)
  const { body } = await (await signedIn('hospital')).get('site')
  t.match(body, { id: own.id, registered: { level: 'tertiary', status: 'active', city: '4401' } })
  t.ok(Math.abs(Date.parse(body.now) - Date.now()) < 5000, 'days left are counted by the server’s clock')
})

test('PROV-17: stages as the notary tells them, and what is overdue; of another hospital nothing', async (t) => {
  const stages = new Map<string, string>()
  let within = { logged: 15_000, witnessed: 30_000 }
  const notary = await serve(t, ({ url = '' }, response) => {
    if (url === '/healthz') return void response.end(JSON.stringify({ status: 'ok', within }))
    const stage = stages.get(url.split('/').at(-1) ?? '')
    response.writeHead(stage ? 200 : 404).end(JSON.stringify({ stage }))
  })
  const { commit, signedIn } = await start(t, { notary })
  const [first = '', second = '', third = ''] = await commit([
    stating(report, own.id, own.key),
    stating(report, own.id, own.key),
    stating(decision, own.id, own.doctor),
    stating(report, other.id, other.key),
  ])
  await commit([stating(report, own.id, own.key)], 'item-unknown')
  stages.set(first, 'witnessed').set(second, 'logged')
  const hospital = await signedIn('hospital')
  const reports = 'submissions?type=report&type=decision'
  const { body } = await hospital.get(reports)
  t.equal(body.notary, 'ok')
  t.equal(body.all, 4)
  const stageOf = (body: { rows: { id: string; stage?: string; overdue?: string }[] }, id: string) =>
    body.rows.find((row) => row.id === id)
  t.match(stageOf(body, first), { stage: 'witnessed' })
  t.match(stageOf(body, second), { stage: 'logged' })
  t.match(stageOf(body, third), { stage: 'committed' })
  t.same(body.rows.filter(({ facts }: { facts: { result: string } }) => facts.result === 'refused').length, 1)
  t.ok(body.rows.every(({ facts }: { facts: { institution: string } }) => facts.institution === own.id))
  const asked = await hospital.get(`submissions?institution=${other.id}`)
  t.same([asked.body.rows, asked.body.all], [[], 0], 'asking for another hospital does not help')
  const page = await hospital.get(`${reports}&limit=2`)
  const next = await hospital.get(`${reports}&limit=2&before=${page.body.next}`)
  t.same(
    [...page.body.rows, ...next.body.rows].map(({ key }: { key: string }) => key),
    body.rows.map(({ key }: { key: string }) => key),
    'page by page the same',
  )
  within = { logged: -1, witnessed: -1 }
  const { signedIn: again, commit: put } = await start(t, { notary })
  const [late = '', later = ''] = await put([
    stating(report, own.id, own.key),
    stating(report, own.id, own.key),
  ])
  stages.set(later, 'logged')
  const overdue = (await (await again('hospital')).get('submissions?type=report')).body
  t.match(stageOf(overdue, late), { stage: 'committed', overdue: 'logged' })
  t.match(stageOf(overdue, later), { stage: 'logged', overdue: 'witnessed' })
})

test('what is overdue: never because a clock runs ahead, and witnessed never', (t) => {
  const within = { logged: 15_000, witnessed: 30_000 }
  t.equal(overdueOf('committed', 15_000, within), undefined)
  t.equal(overdueOf('committed', 15_001, within), 'logged')
  t.equal(overdueOf('logged', 45_000, within), undefined)
  t.equal(overdueOf('logged', 45_001, within), 'witnessed')
  t.equal(overdueOf('committed', -3_600_000, within), undefined)
  t.equal(overdueOf('witnessed', 1e12, within), undefined)
  t.end()
})

test('CHAIN-35: keys with their end, holder and use, revoked ones said; a desk’s key is judged by the ledger', async (t) => {
  const { commit, signedIn } = await start(t)
  await commit([stating(decision, own.id, own.doctor), stating(decision, own.id, own.doctor)])
  const leaving = generateKey('ES256')
  await commit([registration(own.id, leaving, { uses: ['reading'], notAfter: hours(2) })])
  const hospital = await signedIn('hospital')
  const { body } = await hospital.get('keys')
  t.same(
    body.keys.map(({ key }: { key: string }) => key).toSorted(),
    [own.key.id, own.doctor.id, leaving.id].toSorted(),
    'and no other institution’s',
  )
  t.equal(body.keys[0].key, leaving.id, 'what ends first stands in front')
  t.match(
    body.keys.find(({ key }: { key: string }) => key === own.doctor.id),
    { holder, signed: 2, uses: ['recognition'], algorithm: 'ES256' },
  )
  const desk = async (key: string) => (await hospital.get(`desks/${key}`)).body.state
  t.equal(await desk(leaving.id), 'active')
  t.equal(await desk(other.key.id), 'foreign')
  t.equal(await desk('ab'.repeat(32)), 'unregistered')
  t.equal((await hospital.get('desks/%3Cscript%3E')).status, 400)
  await commit([
    [
      'key-revocation',
      {
        ...{ issuer: own.id, issuedAt: hours(0), key: leaving.id },
        ...{ reason: 'superseded', revokedFrom: hours(-1) },
      },
      own.key,
    ],
  ])
  t.equal(await desk(leaving.id), 'revoked')
  const after = (await hospital.get('keys')).body.keys
  t.match(
    after.find(({ key }: { key: string }) => key === leaving.id),
    { revokedFrom: String },
  )
})

test('EXCH-22: reconciliation has every statement of a day, of this hospital alone; a bad period is told so', async (t) => {
  const { commit, signedIn } = await start(t)
  const mine = await commit([stating(report, own.id, own.key), stating(decision, own.id, own.doctor)])
  await commit([stating(report, other.id, other.key)])
  const hospital = await signedIn('hospital')
  const today = dayOf(new Date().toISOString())
  const { body } = await hospital.get(`reconciliation?from=${today}&to=${today}`)
  const ids = body.rows.map(({ id }: { id: string }) => id)
  for (const id of mine) t.ok(ids.includes(id))
  t.equal(body.rows.filter(({ type }: { type: string }) => type === 'report').length, 1)
  t.equal(body.cut, false)
  for (const period of ['from=2026-01-01&to=2026-12-31', 'from=2026-02-01&to=2026-01-01', 'from=x&to=y', ''])
    t.equal((await hospital.get(`reconciliation?${period}`)).status, 400, period)
})

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

test('SEC-9: every reading of records through this door is written down', async (t) => {
  const { signedIn } = await start(t, { gateway: 'http://127.0.0.1:9' })
  const hospital = await signedIn('hospital')
  const today = dayOf(new Date().toISOString())
  const paths = [
    'submissions?type=report',
    'summary',
    `reconciliation?from=${today}&to=${today}`,
    'gateway/dead-letters',
  ]
  for (const path of paths) await hospital.get(path, { headers: signedBy(own.key) })
  const auditor = await signedIn('auditor')
  const { rows } = Object(await (await auditor.send('/api/readings')).json())
  t.same(
    rows.map(({ account, path }: { account: string; path: string }) => `${account} ${path}`),
    ['auditor /api/readings', ...paths.toReversed().map((path) => `hospital /api/hospital/${path}`)],
  )
})
