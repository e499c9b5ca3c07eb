import { test } from 'tap'
import { fuzz } from './fuzz.ts'
import { passingSamples } from './samples.ts'

test('damaged receipts and trust files: never an exception, never valid by default (a million by fuzz-main.ts)', async (t) => {
  const { wrong, slowest, byOutcome } = fuzz(passingSamples(), 800, 20261121)
  t.same(wrong, [])
  t.ok(slowest < 2000, `slowest case took ${Math.round(slowest)} ms`)
  t.ok(Object.keys(byOutcome).length > 5, JSON.stringify(byOutcome))
})
