import { execa } from 'execa'
import pMap from 'p-map'
import { Parser } from 'tap-parser'

export interface Counts {
  passed: number
  failed: number
  skipped: number
}
export interface FileResult extends Counts {
  readonly file: string
  readonly seconds: number
  /** What the file printed: TAP, and whatever its processes said besides. */
  readonly output: string
}
export interface RunSettings {
  /** How many files at a time. */
  readonly jobs: number
  /** Seconds that a test may take, unless it says otherwise itself. */
  readonly timeout: number
}

/** Whatever the tests say of their time, a file that hangs for this long is ended; milliseconds. */
const longest = 40 * 60_000

/**
 * Counts what was asserted. The line that sums up a subtest is not counted again, but for one that asserted nothing with
 * tap: fast-check throws where a property does not hold.
 */
const count = (parser: Parser, counts: Counts): void => {
  const counted = new Set<string>()
  parser.on('child', (child) => {
    child.on('assert', () => counted.add(child.name))
    count(child, counts)
  })
  parser.on('assert', (result) => {
    if (result.skip || result.todo) counts.skipped++
    else if (counted.has(result.name) && result.ok) return
    else counts[result.ok ? 'passed' : 'failed']++
  })
}

const countsOf = (tap: string): Counts & { readonly whole: boolean } => {
  const counts = { passed: 0, failed: 0, skipped: 0 }
  let whole = false
  const parser = new Parser(({ ok }) => {
    whole = ok
  })
  count(parser, counts)
  parser.end(tap)
  return { ...counts, whole }
}

/**
 * Runs a test file as what it is, a program that prints TAP (https://testanything.org). A file that ends badly, says
 * nothing, or ends before it has said all that it planned, has failed at least once.
 */
const runFile = async (file: string, timeout: number): Promise<FileResult> => {
  const begun = performance.now()
  const { exitCode, stdout, all } = await execa(process.execPath, [file], {
    all: true,
    reject: false,
    timeout: longest,
    maxBuffer: 256 << 20,
    env: { TAP: '1', TAP_TIMEOUT: String(timeout) },
  })
  const { whole, passed, failed, skipped } = countsOf(stdout)
  const isGood = exitCode === 0 && whole && passed + skipped > 0
  return {
    file,
    passed,
    skipped,
    failed: isGood ? failed : Math.max(1, failed),
    seconds: (performance.now() - begun) / 1000,
    output: all,
  }
}

/**
 * Runs test files, some at a time, and tells of each when it has ended.
 *
 * This is not `tap run`: that loads its hooks (mocks, coverage, source maps) into each test and each process that a test
 * starts, and these tests start hundreds. Half of the processor time of a run went there, and the hooks hold signals
 * that a process here is tested to end by.
 */
export const runFiles = (
  files: readonly string[],
  { jobs, timeout }: RunSettings,
  tell: (result: FileResult) => void,
): Promise<FileResult[]> =>
  pMap(
    files,
    async (file) => {
      const result = await runFile(file, timeout)
      tell(result)
      return result
    },
    { concurrency: jobs },
  )
