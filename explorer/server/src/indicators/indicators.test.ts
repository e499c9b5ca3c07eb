import { test } from 'tap'
import { hospital, now, openOffice } from '../testing/decisions.ts'
import { defaultIndicators, type Indicator, indicatorsSchema } from './indicators.ts'
import { indicatorCourses, indicatorViews } from './view.ts'

const decisions = { type: ['decision'], result: ['committed'] }
const refusals: Indicator = {
  id: 'refusals',
  label: { zh: '不互认次数', en: 'Results not recognised' },
  numerator: { ...decisions, outcome: ['not-recognised'] },
  chart: 'bar',
}

test('GAP-1: indicators are data: others take the place of the five', async (t) => {
  const { index, office } = await openOffice(t, [3, 5])
  t.equal(defaultIndicators.length, 5)
  t.match(office.indicators(), { areDefault: true })
  t.equal(indicatorsSchema.validate([refusals]).error, undefined)
  await office.setIndicators([refusals], 'regulator')
  const { indicators, areDefault } = office.indicators()
  t.equal(areDefault, false)
  t.match(indicatorViews(index.statements, indicators, {}, {}), [
    { id: 'refusals', chart: 'bar', now: { numerator: 8 } },
  ])
  t.match(await office.changes(1), [{ account: 'regulator', kind: 'indicator', after: [{ id: 'refusals' }] }])
  await office.setIndicators([], 'regulator')
  t.match(office.indicators(), { areDefault: true }, 'none: the default set is back')
})

test('an indicator that counts by nothing known, or under a name that is taken, is refused', async (t) => {
  for (const [wrong, field] of [
    [[refusals, refusals], /duplicate/],
    [[{ ...refusals, numerator: { patient: ['x'] } }], /patient/],
    [[{ ...refusals, chart: 'pie' }], /chart/],
    [[{ ...refusals, label: { zh: '只有中文' } }], /en/],
    [[{ ...refusals, id: '<script>' }], /id/],
  ] as const)
    t.match(indicatorsSchema.validate(wrong).error?.message, field)
})

test('PROV-7, PROV-8: the five for the whole region, and for one institution', async (t) => {
  const { index } = await openOffice(t, [3, 12])
  const rates = (query: object) =>
    Object.fromEntries(
      indicatorViews(index.statements, defaultIndicators, query, {}).map(({ id, now }) => [id, now]),
    )
  t.match(rates({}), {
    'recognition-rate': { numerator: 9, denominator: 24 },
    'refusal-rate': { numerator: 15, denominator: 24 },
    'blocked-rate': { numerator: 0, denominator: 24 },
  })
  t.match(rates({ city: ['4401'] }), { recognised: { numerator: 9 } })
  t.match(rates({ institution: [hospital(0)] }), { 'recognition-rate': { numerator: 9, denominator: 12 } })
  t.match(rates({ institution: [hospital(1)] }), { 'refusal-rate': { numerator: 12, denominator: 12 } })
})

test('PROV-6: an indicator has a course day by day where its definition draws one; its days add up to its figure', async (t) => {
  const { index } = await openOffice(t, [3, 12])
  const to = new Date(now).toISOString().slice(0, 10)
  const from = new Date(now - 6 * 86_400_000).toISOString().slice(0, 10)
  const { chart: _, ...figure } = refusals
  const indicators: Indicator[] = [
    { ...figure, id: 'not-drawn' },
    ...defaultIndicators,
    { ...refusals, numerator: { ...refusals.numerator, day: [to] } },
  ]
  const courses = indicatorCourses(index.statements, indicators, { from, to }, {})
  t.same(
    courses.map(({ id }) => id),
    [...defaultIndicators.map(({ id }) => id), 'refusals'],
    'those that are drawn',
  )
  for (const { id, days } of courses) {
    t.equal(days.length, 7, 'a day on which nothing was stated is there too')
    const { now: whole } =
      indicatorViews(index.statements, indicators, { from, to }, {}).find((each) => each.id === id) ?? {}
    const sum = (of: (day: (typeof days)[number]) => number | undefined) =>
      days.reduce((total, day) => total + (of(day) ?? 0), 0)
    t.equal(
      sum(({ numerator }) => numerator),
      whole?.numerator,
      id,
    )
    t.equal(
      sum(({ denominator }) => denominator),
      whole?.denominator ?? 0,
      id,
    )
  }
  t.match(courses[0]?.days.at(-1), { day: to, numerator: 9, denominator: 24 })
  const own = indicatorCourses(index.statements, indicators, { from, to }, { institution: [hospital(0)] })
  t.match(own[0]?.days.at(-1), { numerator: 9, denominator: 12 }, 'only what the person may read')
  t.equal(indicatorCourses(index.statements, indicators, { from: '1900-01-01', to }, {})[0]?.days.length, 400)
})
