import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { type Test, test } from 'tap'
import type { ReportSummary } from '../access-logs/reports.ts'
import type { AccessLogSite } from '../access-logs/sites.ts'
import { accessLogWith, summaryOf } from '../testing/access-log.ts'
import { answering } from '../testing/city.ts'
import { startWith } from '../testing/start.ts'

const people = [
  { account: 'regulator', name: '监管员', role: 'regulator' },
  { account: 'hospital', name: '医院', role: 'hospital', institution: 'GD-4401-00001' },
  { account: 'city', name: '地市', role: 'city', city: '4401' },
  { account: 'auditor', name: '审计员', role: 'auditor' },
]
interface FindingsBody {
  readonly rows: readonly object[]
}
const token = 'token-of-the-supervisor'
const [one, two] = ['GD-4400-00001', 'GD-4400-00002'] as AccessLogSite['institution'][]

/** A server that asks these logs. */
const startAsking = async (t: Test, urls: readonly string[], configured = true) => {
  let file = ''
  const started = await startWith(t, people, async (dir) => {
    file = join(dir, 'access-logs.json')
    const tokenFile = join(dir, 'token')
    await writeFile(tokenFile, `${token}\n`)
    await writeFile(
      file,
      JSON.stringify(urls.map((url, i) => ({ institution: [one, two][i], url, tokenFile }))),
    )
    return configured ? { accessLogs: file } : {}
  })
  const as = async (account: string) => {
    const { send } = await started.signedIn(account)
    return async (path: string) => {
      const answer = await send(path)
      return { status: answer.status, body: Object(await answer.json()) }
    }
  }
  return { as, file }
}

test('reports of all imaging clouds stand in one list, by time, page by page', async (t) => {
  const [left, right] = await Promise.all([
    accessLogWith(
      t,
      token,
      [1, 3, 5, 6, 8].map((n) => summaryOf(n)),
    ),
    accessLogWith(
      t,
      token,
      [2, 4, 7].map((n) => summaryOf(n)),
    ),
  ])
  const { as } = await startAsking(t, [left.url, right.url])
  const ask = await as('regulator')
  const seen: string[] = []
  for (let before = '', more = true; more; ) {
    const { status, body } = await ask(`/api/reconciliations?limit=3${before}`)
    t.equal(status, 200)
    t.ok(body.rows.length <= 3)
    seen.push(...body.rows.map(({ id, log }: { id: string; log: string }) => `${id.slice(-1)} ${log}`))
    more = body.next !== undefined
    before = `&before=${encodeURIComponent(body.next)}`
  }
  t.same(seen, [
    `8 ${one}`,
    `7 ${two}`,
    `6 ${one}`,
    `5 ${one}`,
    `4 ${two}`,
    `3 ${one}`,
    `2 ${two}`,
    `1 ${one}`,
  ])
  await ask('/api/reconciliations?differing=true&institution=GD-4401-00001')
  for (const part of ['institution=GD-4401-00001', 'differing=true', 'limit=50'])
    t.ok(left.asked.at(-1)?.includes(part), part)
  t.match(await ask(`/api/reconciliations/${two}/${summaryOf(7).id}`), {
    status: 200,
    body: { format: 'huren-reconciliation/v1', id: summaryOf(7).id },
  })
})

test('a log that is silent, refuses or answers nonsense is named; the others are shown', async (t) => {
  const good = await accessLogWith(t, token, [summaryOf(1)])
  const other = await accessLogWith(t, 'another token', [summaryOf(2)])
  const nonsense = await answering(t, {
    '/v1/reconciliations?limit=50': { body: '{"items":[{"id":"<script>"}]}' },
  })
  for (const [bad, status] of [
    [other.url, 502],
    [nonsense, 404],
    ['http://127.0.0.1:9', 502],
  ] as const) {
    const { as } = await startAsking(t, [good.url, bad])
    const ask = await as('regulator')
    const { body } = await ask('/api/reconciliations')
    t.equal(body.rows.length, 1)
    t.match(body.logs, [
      { institution: one, answers: true },
      { institution: two, answers: false },
    ])
    t.equal((await ask(`/api/reconciliations/${two}/${summaryOf(2).id}`)).status, status)
  }
})

test('bad input; who is no supervisor is not let in; each report that is read is written down', async (t) => {
  const log = await accessLogWith(t, token, [summaryOf(1)])
  const { as } = await startAsking(t, [log.url])
  const ask = await as('regulator')
  for (const [path, status] of [
    [`/api/reconciliations/${one}/${summaryOf(2).id}`, 404],
    [`/api/reconciliations/GD-4400-00009/${summaryOf(1).id}`, 404],
    [`/api/reconciliations/${one}/..%2f..%2fsecret`, 400],
    ['/api/reconciliations/x/y', 400],
    ['/api/reconciliations?limit=1000', 400],
    ['/api/reconciliations?institution=<script>', 400],
  ] as const)
    t.equal((await ask(path)).status, status, path)
  for (const account of ['hospital', 'city']) {
    const other = await as(account)
    for (const path of ['/api/reconciliations', `/api/reconciliations/${one}/${summaryOf(1).id}`])
      t.equal((await other(path)).status, 403, `${account} ${path}`)
  }
  await ask(`/api/reconciliations/${one}/${summaryOf(1).id}`)
  const { body } = await (await as('auditor'))('/api/readings')
  t.ok(
    body.rows.some(({ path }: { path: string }) => path.endsWith(`/${one}/${summaryOf(1).id}`)),
    'SEC-9',
  )
})

test('no log is configured: said; a list that is wrong: an error', async (t) => {
  const none = await startAsking(t, [], false)
  t.same((await (await none.as('regulator'))('/api/reconciliations')).body, { rows: [], logs: [] })
  const wrong = await startAsking(t, [])
  await writeFile(wrong.file, '[{"url":"ftp://x"}]')
  t.equal((await (await wrong.as('regulator'))('/api/reconciliations')).status, 500)
})

test('PROV-2 CITY-3: accesses that do not agree become a finding that leads to the reports; a silent log is said', async (t) => {
  const issuedAt = new Date().toISOString() as ReportSummary['issuedAt']
  const older = new Date(Date.now() - 3_600_000).toISOString() as ReportSummary['issuedAt']
  const counts = { 'missing-at-cloud': 2, 'missing-at-hospital': 1, different: 0, repeated: 0 }
  const log = await accessLogWith(t, token, [
    summaryOf(2, { issuedAt, counts }),
    summaryOf(4, { issuedAt: older, counts: { ...counts, different: 9 } }),
    summaryOf(6, { issuedAt, institution: 'GD-4401-00002' as ReportSummary['institution'] }),
  ])
  const { as } = await startAsking(t, [log.url])
  const ask = await as('regulator')
  const until = async (holds: (body: FindingsBody) => boolean) => {
    for (;;) {
      const { body } = await ask('/api/findings')
      if (holds(body)) return body
      await delay(200)
    }
  }
  const { rows } = await until(({ rows }) => rows.length > 0)
  t.match(rows, [
    {
      rule: 'access-logs-differ',
      on: 'reconciliations',
      subject: 'GD-4401-00001',
      measured: 3,
      drill: { institution: ['GD-4401-00001'] },
    },
  ])
  t.equal(rows.length, 1, 'of several reports the newest, of one that agrees nothing')
  const silent = await startAsking(t, ['http://127.0.0.1:9'])
  const asked = await silent.as('regulator')
  for (let trouble = ''; !trouble; await delay(200))
    trouble = String((await asked('/api/findings')).body.watch?.trouble ?? '')
  t.match((await asked('/api/findings')).body.watch.trouble, [/access-logs-differ: .*GD-4400-00001/])
})
