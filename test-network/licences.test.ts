import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'tap'

interface Locked {
  readonly license?: string
  readonly link?: boolean
}

const lock = readFileSync(join(import.meta.dirname, '../package-lock.json'), 'utf8')
const packages = Object.entries<Locked>(JSON.parse(lock).packages)
const carried = packages.filter(([path, { link }]) => path.includes('node_modules/') && !link)

/** Licences that let anybody use, change and pass on, without a duty to open what uses them. */
const open = new Set(
  'MIT ISC Apache-2.0 BSD-2-Clause BSD-3-Clause 0BSD Zlib Unlicense BlueOak-1.0.0 CC0-1.0 CC-BY-3.0 OFL-1.1 MPL-2.0 LicenseRef-public-domain'.split(
    ' ',
  ),
)
/** Packages of others' dependencies that name their licence in a file and not in their manifest. */
const inTheirFiles: Readonly<Record<string, string>> = {
  callsite: 'MIT',
  cycle: 'LicenseRef-public-domain',
  eyes: 'MIT',
  'jsonc-simple-parser': 'MIT',
  'png-js': 'MIT',
}

/** An SPDX expression: of alternatives one is enough, of parts all are needed. */
const isOpen = (expression: string): boolean =>
  expression
    .replace(/^\(|\)$/g, '')
    .split(' OR ')
    .some((part) => part.split(' AND ').every((licence) => open.has(licence)))

test('ARCH-13: every framework and component that is carried is open', async (t) => {
  t.ok(carried.length > 500)
  const others = carried.flatMap(([path, { license }]) => {
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
    const licence = license ?? inTheirFiles[name] ?? 'none'
    return isOpen(licence) ? [] : [`${name}: ${licence}`]
  })
  t.same(others, [])
  for (const closed of ['GPL-3.0-only', 'UNLICENSED', '(MIT AND GPL-2.0-only)', 'none'])
    t.notOk(isOpen(closed))
})
