import { test } from 'tap'
import { hospital, now, openOffice } from '../testing/decisions.ts'
import { reportSchema } from './report.ts'
import { tabulate } from './table.ts'

const definition = {
  name: '排行',
  measures: ['recognition-rate', 'count'],
  by: ['institution'] as const,
  filter: {},
  period: { days: 30 },
}

test('PROV-10 PROV-13: the largest first, as many as were asked for, and how many are left', async (t) => {
  const { index, office } = await openOffice(t, [6, 0, 12, 3])
  const made = (more: object) =>
    tabulate(index.statements, { ...definition, ...more }, office.indicators().indicators, {}, now)
  const names = (more: object) => made(more).rows.map(({ key }) => key[0])
  t.same(names({}), [0, 1, 2, 3].map(hospital), 'by name unless told')
  t.same(names({ order: 'largest' }), [1, 3, 0, 2].map(hospital))
  t.same(names({ order: 'largest', rows: 2 }), [1, 3].map(hospital))
  t.equal(made({ order: 'largest', rows: 3 }).left, 1)
  t.match(made({}).measures, [
    { id: 'recognition-rate', counts: { outcome: ['recognised'] } },
    { id: 'count', counts: {} },
  ])
})

test('PROV-10: days that there are not, an end before its beginning, and more rows than a report has are refused', async (t) => {
  const judged = (more: object) => reportSchema.validate({ ...definition, ...more }).error?.message
  t.equal(judged({ period: { from: '2026-02-28', to: '2026-02-28' }, order: 'largest', rows: 10 }), undefined)
  for (const period of [
    { from: '2026-02-30', to: '2026-03-01' },
    { from: '2026-99-99', to: '2026-99-99' },
    { from: '2026-03-02', to: '2026-03-01' },
    { from: '2026-03-01' },
    { days: 0 },
    {},
  ])
    t.match(judged({ period }), /period/, JSON.stringify(period))
  t.match(judged({ rows: 10_001 }), /rows/)
  t.match(judged({ order: 'random' }), /order/)
})
