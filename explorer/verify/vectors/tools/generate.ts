/** Writes the vectors: `node explorer/verify/vectors/tools/generate.ts`. The same files each time. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { access } from './cases/access.ts'
import type { Case } from './cases/case.ts'
import { logs } from './cases/logs.ts'
import { notes } from './cases/notes.ts'
import { passing } from './cases/passing.ts'
import { reconciliation } from './cases/reconciliation.ts'
import { statements } from './cases/statements.ts'
import { trust } from './cases/trust.ts'

/** Trust files and receipts by number: most cases share theirs. */
const numbered = (texts: string[], text: string) => {
  const known = texts.indexOf(text)
  return known >= 0 ? known : texts.push(text) - 1
}

const write = (name: string, cases: readonly Case[]) => {
  const texts: string[] = []
  const listed = cases.map((one) => ({
    ...one,
    trust: numbered(texts, one.trust),
    receipt: numbered(texts, one.receipt),
  }))
  const file = join(import.meta.dirname, '..', `${name}.json`)
  writeFileSync(file, `${JSON.stringify({ texts, cases: listed }, null, 2)}\n`)
}

const groups = { passing, logs, notes, statements, trust, access, reconciliation }
const names = Object.values(groups).flatMap((cases) => cases.map(({ name }) => name))
if (new Set(names).size !== names.length) throw new Error('two cases bear one name')
for (const [name, cases] of Object.entries(groups)) write(name, cases)
console.log(`${names.length} cases`)
