/**
 * `npm run requirements`: which tests show which requirement, by the ids in their titles.
 * `-- CITY-10 GAP`: some ids, or families; `-- CATALOGUE.md`: of the ids in a document, which are shown and which are not.
 */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packages, root } from './files.ts'
import { byId, familyOf, idsIn, type Shown, shownBy } from './ids.ts'

/** Every requirement that a test's title names, in the order of the ids. */
export const allShown = (): Shown[] =>
  globSync(`${packages}/**/*.ts`, { cwd: root, exclude: ['**/node_modules/**', '**/dist/**'] })
    .sort()
    .flatMap((file) => shownBy(file, readFileSync(join(root, file), 'utf8')))
    .sort((a, b) => byId(a.id, b.id))

const tell = ({ id, file, line, title }: Shown) => console.log(`${id.padEnd(10)}${file}:${line}  ${title}`)

/** A line for each family of a catalogue: how many of its ids are shown, and those that are not. */
const compare = (catalogue: string, shown: ReadonlySet<string>) => {
  const ids = [...new Set(idsIn(readFileSync(catalogue, 'utf8')))].sort(byId)
  for (const [family, members] of Map.groupBy(ids, familyOf)) {
    const missing = members.filter((id) => !shown.has(id))
    console.log(`${family}: ${members.length - missing.length} of ${members.length} shown`)
    if (missing.length > 0) console.log(`  not: ${missing.join(' ')}`)
  }
}

if (import.meta.main) {
  const words = process.argv.slice(2)
  const shown = allShown()
  const catalogues = words.filter((word) => /[./]/.test(word))
  const wanted = words.filter((word) => !catalogues.includes(word))
  for (const catalogue of catalogues) compare(catalogue, new Set(shown.map(({ id }) => id)))
  if (catalogues.length === 0 || wanted.length > 0)
    shown
      .filter(({ id }) => wanted.length === 0 || wanted.includes(id) || wanted.includes(familyOf(id)))
      .forEach(tell)
}
