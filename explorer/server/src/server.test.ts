import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { encodePayload, type KeyId, makeEnvelope, type Payload, parseEnvelope, report } from '@huren/records'
import { type Test, test } from 'tap'
import type { ExplorerOptions } from './index.ts'
import { browser } from './testing/browser.ts'
import { startWith } from './testing/start.ts'

const people = [
  { account: 'regulator', name: '监管员', role: 'regulator' },
  { account: 'auditor', name: '审计员', role: 'auditor' },
  { account: 'visitor', name: '访客', role: 'none' },
  { account: 'hospital', name: '医院', role: 'hospital', institution: 'GD-4401-00001' },
  { account: 'city', name: '地市', role: 'city', city: '4402' },
  { account: 'nowhere', name: '无机构', role: 'hospital' },
]

const start = (t: Test, options: Partial<ExplorerOptions> = {}) =>
  startWith(t, people, async (dir) => {
    await writeFile(join(dir, 'index.html'), '<link nonce="__NONCE__">')
    return options
  })

const id = 'ab'.repeat(32)

test('PROV-4: nothing is read without a session; a wrong password is told so and begins none', async (t) => {
  const { url, signedIn } = await start(t)
  const one = browser(url)
  for (const path of [
    '/api/counts',
    '/api/statements',
    `/api/statements/${id}`,
    '/api/events',
    '/api/readings',
    '/api/me',
  ])
    t.equal((await one.send(path)).status, 401, path)
  const { response } = await one.signIn('regulator', 'wrong')
  t.equal(response.status, 401)
  t.match(await response.text(), /账号或密码不正确/)
  t.equal((await one.send('/api/me')).status, 401)
  const known = await signedIn('regulator')
  t.match(await (await known.send('/api/me')).json(), { account: 'regulator', role: 'regulator' })
  t.same(await (await known.send('/api/counts?by=type')).json(), { counts: [], more: false, left: 0 })
})

test('roles: who has none reads nothing; only the auditor sees who read what', async (t) => {
  const { signedIn } = await start(t)
  const [regulator, auditor, visitor] = await Promise.all(['regulator', 'auditor', 'visitor'].map(signedIn))
  t.equal((await visitor!.send('/api/statements')).status, 403)
  t.equal((await visitor!.send('/api/me')).status, 200)
  await regulator!.send('/api/statements?city=4401')
  t.equal((await regulator!.send(`/api/statements/${id}`)).status, 404)
  t.equal((await regulator!.send('/api/readings')).status, 403)
  const { rows } = (await (await auditor!.send('/api/readings')).json()) as { rows: object[] }
  t.match(rows.slice(0, 3), [
    { account: 'auditor', path: '/api/readings' },
    { account: 'regulator', path: `/api/statements/${id}` },
    { account: 'regulator', path: '/api/statements?city=4401' },
  ])
})

test('PROV-4: counts, indicators, findings, reports, transactions are readings too; a dashboard’s question once in ten minutes', async (t) => {
  const { signedIn } = await start(t)
  const [regulator, auditor] = await Promise.all(['regulator', 'auditor'].map(signedIn))
  const asked = [
    '/api/counts?by=type',
    '/api/indicators',
    '/api/findings',
    '/api/reports',
    '/api/transactions',
    '/api/keys',
  ]
  for (const path of [...asked, ...asked, '/api/me', '/api/names']) await regulator!.send(path)
  const body = { name: 'x', measures: ['count'], by: ['institution'], filter: {}, period: { days: 7 } }
  const headers = { 'content-type': 'application/json' }
  const table = await regulator!.send('/api/report-table', {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  })
  t.equal(table.status, 200)
  const { rows } = (await (await auditor!.send('/api/readings')).json()) as { rows: Record<string, string>[] }
  const read = rows.filter(({ account }) => account === 'regulator').map(({ path = '' }) => path)
  t.same(read.slice(1), asked.toReversed(), 'each once, and who is signed in is none')
  t.match(read[0], /^\/api\/report-table .*"by":\["institution"\]/)
})

const entry = (place: number, issuer: string) => {
  const sample = report.valid[0]?.payload
  const payload = { ...sample, issuer, report: `00000000-0000-4000-8000-00000000000${place}` }
  const bytes = encodePayload(payload as Payload)
  return JSON.stringify(
    makeEnvelope('report', bytes, [
      { keyid: 'ab'.repeat(32) as KeyId, sig: Buffer.alloc(64).toString('base64') },
    ]),
  )
}

test('roles by organisation: a hospital and a city read their own, and nothing that is the supervisors’', async (t) => {
  const { index, signedIn } = await start(t)
  const texts = ['GD-4401-00001', 'GD-4401-00002', 'GD-4402-00001'].map((issuer, i) => entry(i, issuer))
  const transaction = {
    id: 'ab'.repeat(32),
    index: 0,
    validation: 'VALID',
    at: new Date().toISOString(),
    client: 'CityMSP/gateway',
    function: 'Report:submit',
    texts,
    answers: texts.map(() => ({ outcome: 'committed' })),
  }
  await index.add([{ number: 0, previousHash: '', dataHash: '00', transactions: [transaction] }])
  const ids = texts.map((text) => parseEnvelope(text).id)
  const who = ['regulator', 'hospital', 'city', 'nowhere'] as const
  const may = { regulator: [0, 1, 2], hospital: [0], city: [2], nowhere: [] as number[] }
  for (const account of who) {
    const one = await signedIn(account)
    const own = may[account].map((i) => ids[i])
    const { rows } = (await (await one.send('/api/statements')).json()) as { rows: { id: string }[] }
    t.same(rows.map(({ id }) => id).sort(), own.toSorted(), account)
    const { counts } = (await (await one.send('/api/counts')).json()) as { counts: { count: number }[] }
    t.equal(counts[0]?.count ?? 0, own.length, `${account} counts its own`)
    for (const id of ids)
      t.equal((await one.send(`/api/statements/${id}`)).status, own.includes(id) ? 200 : 404, account)
    const asked = (await (await one.send('/api/counts?institution=GD-4401-00002')).json()) as {
      counts: { count: number }[]
    }
    t.equal(asked.counts[0]?.count ?? 0, may[account].includes(1) ? 1 : 0, 'asking for others does not help')
    for (const path of ['/api/changes', '/api/reports', '/api/transactions', '/api/notaries'])
      t.equal((await one.send(path)).status, account === 'regulator' ? 200 : 403, `${account} ${path}`)
    for (const path of ['/api/findings', '/api/rules'])
      t.equal((await one.send(path)).status, /regulator|city/.test(account) ? 200 : 403, `${account} ${path}`)
  }
})

test('nothing is changed in somebody’s name from another site', async (t) => {
  const { signedIn } = await start(t)
  const one = await signedIn('regulator')
  const body = JSON.stringify({ indicators: [] })
  const send = (headers: Record<string, string>) =>
    one.send('/api/indicator-definitions', {
      method: 'PUT',
      body,
      headers: { 'content-type': 'application/json', ...headers },
    })
  t.equal((await send({ 'sec-fetch-site': 'cross-site' })).status, 403)
  t.equal((await send({ 'content-type': 'text/plain' })).status, 415)
  t.equal((await send({ 'sec-fetch-site': 'same-origin' })).status, 200)
})

test('PROV-2 PROV-3 CITY-27: rules are validated, versioned, switched off by a person alone, and never by two at once', async (t) => {
  const { signedIn } = await start(t)
  const one = await signedIn('regulator')
  const rules = async () =>
    Object(await (await one.send('/api/rules')).json()).rows as Record<string, unknown>[]
  const [first] = await rules()
  const { version, ...rule } = first ?? {}
  t.equal(version, 0)
  const put = (body: object, id = rule.id) =>
    one.send(`/api/rules/${id}`, {
      method: 'PUT',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    })
  for (const [change, note] of [
    [{ ...rule, kind: 'imagine' }, 'x'],
    [{ ...rule, days: 0 }, 'x'],
    [{ ...rule, times: 3 }, 'x'],
    [{ ...rule, by: 'patient' }, 'x'],
    [rule, ''],
  ] as const)
    t.equal((await put({ rule: change, note })).status, 400, JSON.stringify(change).slice(-40))
  t.equal((await put({ rule: { ...rule, least: 20 }, note: '从严', version: 0 })).status, 200)
  t.equal((await put({ rule: { ...rule, least: 30 }, note: '更严', version: 0 })).status, 409)
  const added = { ...rule, id: 'own-rule', label: { zh: '自定义', en: 'Own' } }
  t.equal((await put({ rule: added, note: '试点', version: 0 }, 'own-rule')).status, 200)
  t.equal((await put({ rule: { ...added, state: 'off' }, note: '结束', version: 1 }, 'own-rule')).status, 200)
  t.match(
    (await rules()).find(({ id }) => id === 'own-rule'),
    { version: 2, state: 'off' },
  )
  t.equal((await one.send('/api/rules/own-rule', { method: 'DELETE' })).status, 404, 'none is taken away')
  t.match(await (await one.send('/api/rules/own-rule/versions')).json(), {
    rows: [
      { note: '结束', account: 'regulator', before: { state: 'on' }, after: { state: 'off' } },
      { note: '试点' },
    ],
  })
})

test('sessions end: signed out, unused, too old', async (t) => {
  const { signedIn } = await start(t, { idle: 300 })
  const one = await signedIn('regulator')
  const stolen = new Map(one.jar)
  t.equal((await one.send('/sign-out', { method: 'POST' })).status, 204)
  const thief = [...stolen].map(([name, value]) => `${name}=${value}`).join('; ')
  t.equal((await one.send('/api/me', { headers: { cookie: thief } })).status, 401, 'not by its cookie either')
  const idle = await signedIn('regulator')
  t.equal((await idle.send('/api/me')).status, 200)
  await new Promise((resolve) => setTimeout(resolve, 400))
  t.equal((await idle.send('/api/me')).status, 401)
})

test('bad input is a problem with a sentence, and headers are strict on all of it', async (t) => {
  const { signedIn } = await start(t)
  const one = await signedIn('regulator')
  for (const path of [
    '/api/statements/%3Cscript%3E',
    '/api/statements?limit=100000',
    '/api/counts?by=patient',
    '/api/counts?from=yesterday',
    '/api/records/..%2f..%2f',
    '/api/transactions/1',
    '/api/receipts/1',
  ]) {
    const response = await one.send(path)
    t.ok([400, 404].includes(response.status), `${path}: ${response.status}`)
    t.match(response.headers.get('content-type'), /problem\+json/)
    t.notMatch(await response.text(), /<script/)
  }
  for (const path of ['/', '/api/me', '/nothing', '/sign-in/unknown']) {
    const response = await one.send(path)
    const policy = response.headers.get('content-security-policy') ?? ''
    t.match(policy, /default-src 'none'/, path)
    t.notMatch(policy, /unsafe/, path)
    t.equal(response.headers.get('x-content-type-options'), 'nosniff', path)
  }
  const [first, second] = await Promise.all([one.send('/'), one.send('/')])
  t.not(await first?.text(), await second?.text(), 'each page has a nonce of its own')
  t.match((await one.send('/api/indicators')).status, 200)
})
