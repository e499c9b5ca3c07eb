import { generateKey } from '@huren/crypto-config'
import { type InstitutionId, type Payload, report } from '@huren/records'
import { test } from 'tap'
import { startWith } from '../testing/start.ts'

const people = [{ account: 'regulator', name: '监管员', role: 'regulator' }]

test('days that there are not, and an end before its beginning, are refused wherever a period is asked for', async (t) => {
  const { signedIn } = await startWith(t, people)
  const one = await signedIn('regulator')
  const wrong = [
    'from=2026-99-99&to=2026-11-21',
    'from=2026-02-30&to=2026-11-21',
    'from=2026-11-22&to=2026-11-21',
    'from=yesterday&to=2026-11-21',
    'from=2026-11-20&to=2026-11-21&to=2026-11-22',
  ]
  for (const path of [
    'indicators',
    'indicator-courses',
    'counts',
    'statements',
    'transactions',
    'transaction-counts',
  ])
    for (const period of wrong) {
      const answer = await one.send(`/api/${path}?${period}`)
      t.equal(answer.status, 400, `${path}?${period}`)
      t.match(await answer.json(), { code: 'bad-request', title: /参数 (from|to) 不正确/ })
    }
  const answer = await one.send('/api/indicators?from=0000-01-01&to=9999-12-31')
  t.equal(answer.status, 200, 'a period before all time is one')
  t.match(await answer.json(), { periods: { yearBefore: { to: '9998-12-31' } } })
})

test('PROV-8: the largest rows come whole, and how many are left is said', async (t) => {
  const { commit, signedIn } = await startWith(t, people)
  const key = generateKey('ES256')
  const [final, , , withdrawal] = report.valid
  const stated = (institution: number, sample: (typeof report.valid)[number] | undefined) => {
    const issuer = `GD-4401-0000${institution}` as InstitutionId
    return ['report', { ...sample?.payload, issuer, report: crypto.randomUUID() } as Payload, key] as const
  }
  // one has most of a kind, another most of all
  await commit([1, 1, 1].map(() => stated(1, final)))
  await commit([final, final, withdrawal, withdrawal].map((sample) => stated(2, sample)))
  await commit([stated(3, final)])
  const one = await signedIn('regulator')
  const asked = await one.send('/api/counts?by=institution&by=outcome&rows=2')
  t.same(await asked.json(), {
    counts: [
      { key: ['GD-4401-00002', 'final'], count: 2 },
      { key: ['GD-4401-00002', 'withdrawn'], count: 2 },
      { key: ['GD-4401-00001', 'final'], count: 3 },
    ],
    more: false,
    left: 1,
  })
})
