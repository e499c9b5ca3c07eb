/**
 * `npm test`: lint, type check, then every test file with tap; closes with one line of counts.
 * Exit code 0 only when all of it passed.
 */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fabricMissing } from '@huren/fabric-network/testing'
import { Parser } from 'tap-parser'
import { filesByNeed } from './files.ts'

/**
 * What V8 compiled and what was stripped of its types is kept for the next process: there are hundreds, and a third of the
 * processor time of many goes into this. Node checks each file's content before it uses what is kept.
 */
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, '../../node_modules/.cache/compiled')

const run = (command: string, args: string[]) =>
  new Promise<number>((resolve) =>
    spawn(command, args, { stdio: 'inherit' }).on('close', (code) => resolve(code ?? 1)),
  )

for (const [command, ...args] of [
  ['biome', 'check', '.'],
  ['tsc', '-p', '.'],
] as const)
  if ((await run(command, [...args])) !== 0) process.exit(1)

const counts = { passed: 0, failed: 0, skipped: 0 }

/** Counts what was asserted; the line that sums up a subtest is not counted again. */
const count = (parser: Parser) => {
  const subtests = new Set<string>()
  parser.on('child', (child) => {
    subtests.add(child.name)
    count(child)
  })
  parser.on('assert', (result) => {
    if (result.skip || result.todo) counts.skipped++
    else if (subtests.has(result.name) && result.ok) return
    else counts[result.ok ? 'passed' : 'failed']++
  })
}

if ((await run('tap', ['build'])) !== 0) process.exit(1)
/** Runs tap, prints what failed (in CI: everything), and counts. */
const tap = async (args: string[]): Promise<number> => {
  const child = spawn('tap', ['run', '--reporter=tap', ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const parser = new Parser()
  count(parser)
  child.stdout.pipe(parser)
  let rest = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (process.env.CI || worthShowing(line)) console.log(line)
  })
  return new Promise((resolve) => child.on('close', (status) => resolve(status ?? 1)))
}
const worthShowing = (line: string) =>
  /^\s*not ok /.test(line) || /^\s*(#|at:|stack:|message:|diff:|[+-] )/.test(line)

/**
 * Tests on real Fabric come last, one network at a time, and only those that are in every run: all of them are `npm run
 * test:fabric`. Without Fabric they say that they are skipped.
 */
const runAll = async (): Promise<number> => {
  const { fabric, fabricInEveryRun, others } = filesByNeed()
  if (await fabricMissing()) return tap([...others, ...fabric])
  const code = await tap(others)
  console.log(`${fabricInEveryRun.length} of ${fabric.length} test files on Fabric; all: npm run test:fabric`)
  return (await tap(['--jobs=1', '--timeout=900', ...fabricInEveryRun])) || code
}

const named = process.argv.slice(2)
const code = named.length > 0 ? await tap(named) : await runAll()
if (code !== 0 && counts.failed === 0) counts.failed = 1
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`)
process.exit(code === 0 && counts.failed === 0 ? 0 : 1)
