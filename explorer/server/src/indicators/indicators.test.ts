import { test } from 'tap'
import { hospital, openOffice } from '../testing/decisions.ts'
import { defaultIndicators, type Indicator, indicatorsSchema } from './indicators.ts'
import { indicatorViews } from './view.ts'

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
  t.match(await office.indicators(), { areDefault: true })
  t.equal(indicatorsSchema.validate([refusals]).error, undefined)
  await office.setIndicators([refusals], 'regulator')
  const { indicators, areDefault } = await office.indicators()
  t.equal(areDefault, false)
  t.match(indicatorViews(index.statements, indicators, {}, {}), [
    { id: 'refusals', chart: 'bar', now: { numerator: 8 } },
  ])
  t.match(await office.changes(1), [{ account: 'regulator', kind: 'indicator', after: [{ id: 'refusals' }] }])
  await office.setIndicators([], 'regulator')
  t.match(await office.indicators(), { areDefault: true }, 'none: the default set is back')
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
