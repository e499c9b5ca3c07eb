import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import tap, { test } from 'tap'
import { runFiles } from './run-files.ts'

const folder = await mkdtemp(join(tmpdir(), 'huren-run-files-'))
tap.teardown(() => rm(folder, { recursive: true }))

/** A test file of these lines. */
const written = async (...lines: string[]): Promise<string> => {
  const file = join(folder, `${Math.random()}.test.mjs`)
  const head = `import { test } from ${JSON.stringify(import.meta.resolve('tap'))}`
  await writeFile(file, [head, ...lines].join('\n'))
  return file
}

const run = async (...lines: string[]) => {
  const [result] = await runFiles([await written(...lines)], { jobs: 1, timeout: 20 }, () => undefined)
  return result
}

test('assertions are counted, those of subtests once', async (t) => {
  const result = await run(`test('a', async (t) => { t.ok(1); t.ok(1); t.skip('not here') })`)
  t.match(result, { passed: 2, failed: 0, skipped: 1 })
  t.match(await run(`test('a', async () => undefined)`), { passed: 1, failed: 0 }, 'a property that held')
})

test('what is wrong makes the file fail', async (t) => {
  const failing = await run(`test('a', async (t) => { t.ok(1); t.equal(1, 2) })`)
  t.match(failing, { passed: 1, failed: 2, output: /should be equal/ }, 'an assertion and its test')
  t.match(await run(`throw new Error('at the start')`), { failed: 1, output: /at the start/ })
  t.match(await run(''), { failed: 1 }, 'it says nothing')
  const dying = `test('a', async (t) => { t.ok(1); process.kill(process.pid, 'SIGKILL') })`
  t.match(await run(dying), { failed: 1 }, 'it dies in the middle')
  t.match(await run(`test('a', async (t) => t.ok(1))`, 'process.on("exit", () => process.exit(3))'), {
    failed: 1,
  })
  const unplanned = `test('a', async (t) => { t.plan(2); t.ok(1) })`
  t.ok(((await run(unplanned))?.failed ?? 0) > 0, 'it says less than it planned')
})

test('files that share take turns, each with the same environment; it is stopped after the last', async (t) => {
  const seen: string[] = []
  const files = await Promise.all(
    ['first', 'second'].map((name) =>
      written(`test('a', async (t) => { t.equal(process.env.WHERE, 'there'); t.comment('${name}') })`),
    ),
  )
  const stop = async () => void seen.push('stopped')
  const shared = { files, start: async () => ({ env: { WHERE: 'there' }, stop }) }
  const results = await runFiles([shared], { jobs: 2, timeout: 20 }, ({ output }) => {
    seen.push(/first|second/.exec(output)?.[0] ?? output)
  })
  t.match(results, [
    { passed: 1, failed: 0 },
    { passed: 1, failed: 0 },
  ])
  t.same(seen, ['first', 'second', 'stopped'])
  const start = async () => Promise.reject(new Error('nothing starts'))
  const alone = await runFiles([{ files, start }], { jobs: 1, timeout: 20 }, () => undefined)
  t.same(
    alone.map(({ failed }) => failed > 0),
    [true, true],
    'where nothing starts, they are run all the same',
  )
})

test('no hooks are loaded into a test', async (t) => {
  t.match(await run(`test('a', async (t) => t.same(process.execArgv, []))`), { passed: 1, failed: 0 })
})
