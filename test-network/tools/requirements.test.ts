import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'tap'
import { root } from './files.ts'
import { idsIn, shownBy } from './ids.ts'
import { allShown } from './requirements.ts'

test('ids are read from titles, in whatever quotes, and ranges are counted out', async (t) => {
  const call = 'test'
  const one = `t.${call}("CITY-3, GAP-12 (its part): a patient's key", async`
  const two = `${call}(\n  \`EXCH-9: \${name}\`,\n  'CHAIN-1 is no title here'`
  t.same(
    shownBy('a.test.ts', `${one}\n${two}`).map(({ id, line }) => [id, line]),
    [
      ['CITY-3', 1],
      ['GAP-12', 1],
      ['EXCH-9', 2],
    ],
  )
  t.same(idsIn('CITY-25 to CITY-27, PROV-1'), ['CITY-25', 'CITY-26', 'CITY-27', 'PROV-1'])
  t.same(idsIn('UTF-8, SHA-256, GD-4401-00001, RFC 9421, SM2-SM3'), [])
})

test('a requirement that a page claims is shown by a test; speed is measured', async (t) => {
  const shown = new Set(allShown().map(({ id }) => id))
  t.ok(shown.size > 100)
  const pages = globSync('**/*.md', { cwd: root, exclude: ['**/node_modules/**', '**/dist/**'] })
  for (const page of pages)
    for (const id of idsIn(readFileSync(join(root, page), 'utf8')))
      t.ok(shown.has(id) || id.startsWith('PERF-'), `${page}: ${id}`)
})
