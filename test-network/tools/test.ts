/**
 * `npm test`: lint, type check, then every test file with tap; closes with one line of counts.
 * Exit code 0 only when all of it passed.
 */
import { spawn } from 'node:child_process'
import { Parser } from 'tap-parser'

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
const tap = spawn('tap', ['run', '--reporter=tap', ...process.argv.slice(2)], {
  stdio: ['ignore', 'pipe', 'inherit'],
})
const parser = new Parser()
count(parser)
tap.stdout.pipe(parser)
const failedLine = /^\s*not ok /
let rest = ''
tap.stdout.setEncoding('utf8').on('data', (chunk: string) => {
  const lines = (rest + chunk).split('\n')
  rest = lines.pop() ?? ''
  for (const line of lines)
    if (process.env.CI || failedLine.test(line) || /^\s*(#|at:|stack:|message:|diff:|[+-] )/.test(line))
      console.log(line)
})
const code = await new Promise<number>((resolve) => tap.on('close', (status) => resolve(status ?? 1)))
if (code !== 0 && counts.failed === 0) counts.failed = 1
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`)
process.exit(code === 0 && counts.failed === 0 ? 0 : 1)
