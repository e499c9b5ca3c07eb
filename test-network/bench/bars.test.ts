import { test } from 'tap'
import type { ApiRow } from './api.ts'
import { apiBars, signatureBar } from './bars.ts'
import { perCoreSecond, percentile } from './measure.ts'

const row = (name: string, perSecond: number, p95: number): ApiRow => ({
  name,
  perSecond,
  p95,
  p50: 1,
  p99: p95,
  statements: 1,
  cost: {},
})

test('percentiles by nearest rank', async (t) => {
  const values = [5, 1, 4, 2, 3]
  t.equal(percentile(values, 0.5), 3)
  t.equal(percentile(values, 0.95), 5)
  t.equal(percentile(values, 0), 1)
  t.ok(Number.isNaN(percentile([], 0.5)))
})

test('what is slower is measured as slower', async (t) => {
  const spin = (times: number) => () => {
    for (let i = 0; i < times; i++) Math.sqrt(i)
  }
  t.ok(perCoreSecond(spin(1_000), 60) > 5 * perCoreSecond(spin(100_000), 60))
})

test('each requirement is reached or missed by its own figure; comparisons are no requirement', async (t) => {
  const rows = [row('ES256', 1000, 1999), row('ES256, 1 a request', 1, 9999), row('SM2-SM3', 399, 2000)]
  t.strictSame(
    apiBars(rows).map(({ reached }) => reached),
    [true, true, false, false],
  )
  const rates = (verifyKnown: number) => ({ name: '', sign: 1, verifyKnown })
  t.ok(signatureBar(rates(540), rates(54)).reached)
  t.notOk(signatureBar(rates(539), rates(54)).reached)
})
