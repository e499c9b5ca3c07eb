import fc from 'fast-check'
import { test } from 'tap'
import { absent } from './summary.ts'
import { digestsOf, VersionTable } from './version-table.ts'

test('a table of versions says what a map would say, however large it grows', async (t) => {
  const table = new VersionTable()
  const map = new Map<string, number>()
  const step = fc.tuple(fc.nat(3000), fc.integer({ min: absent, max: 1_000_000 }))
  fc.assert(
    fc.property(fc.array(step, { minLength: 500, maxLength: 500 }), (steps) => {
      const keys = steps.map(([key]) => `huren\0key ${key}`)
      const digests = digestsOf(keys)
      return steps.every(([, version], i) => {
        const before = table.get(digests, i) === (map.get(keys[i] ?? '') ?? absent)
        table.set(digests, i, version)
        map.set(keys[i] ?? '', version)
        return before && table.get(digests, i) === version
      })
    }),
    { numRuns: 30 },
  )
  const all = [...map.keys()]
  const digests = digestsOf(all)
  t.ok(all.length > 2500)
  t.same(
    all.map((_, i) => table.get(digests, i)),
    [...map.values()],
  )
})
