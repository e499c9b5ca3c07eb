import { dayOf } from '@huren/explorer-index'
import { test } from 'tap'
import { overdueOf } from '../hospital/stages.ts'
import { decision, other, own, report, serve, start, stating } from '../testing/hospital.ts'

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
