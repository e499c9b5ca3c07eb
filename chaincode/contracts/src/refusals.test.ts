import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'tap'

const here = import.meta.dirname
const read = (file: string) => readFileSync(join(here, file), 'utf8')
const files = globSync('**/*.ts', { cwd: here })
const isTest = (file: string) => file.endsWith('.test.ts')
const raised = new Set(
  files
    .filter((file) => !isTest(file))
    .flatMap((file) => [...read(file).matchAll(/(?:new (?:Refusal|CallError)|invalid)\(\s*'([a-z-]+)'/g)])
    .map(([, code]) => code ?? ''),
)

test('every code that a contract raises is raised in a test, and stands in the README', async (t) => {
  const tests = files.filter(isTest).map(read).join('\n')
  const readme = read('../README.md')
  t.ok(raised.size > 50, `${raised.size} codes`)
  for (const code of raised) {
    t.match(tests, new RegExp(`['/^]${code}[':]`), `${code} is tested`)
    t.ok(readme.includes(`\`${code}\``), `${code} is explained`)
  }
})
