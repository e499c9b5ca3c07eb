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
/** What files need that are run one after the other, each with the same running system. */
export interface Shared {
  /** What their environment has besides. */
  readonly env: Readonly<Record<string, string>>
  stop(): Promise<void>
}
export interface Sharing {
  readonly files: readonly string[]
  start(): Promise<Shared>
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
const runFile = async (file: string, timeout: number, env: Shared['env'] = {}): Promise<FileResult> => {
  const begun = performance.now()
  const { exitCode, stdout, all } = await execa(process.execPath, [file], {
    all: true,
    reject: false,
    timeout: longest,
    maxBuffer: 256 << 20,
    env: { ...env, TAP: '1', TAP_TIMEOUT: String(timeout) },
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

type Run = (file: string, env?: Shared['env']) => Promise<FileResult>

/** Where nothing starts that they could share, each file starts its own, and tells why that fails. */
const runSharing = async ({ files, start }: Sharing, run: Run): Promise<FileResult[]> => {
  const shared = await start().catch(() => undefined)
  const results: FileResult[] = []
  for (const file of files) results.push(await run(file, shared?.env))
  await shared?.stop()
  return results
}

/**
 * Runs test files, some at a time, and tells of each when it has ended.
 *
 * This is not `tap run`: that loads its hooks (mocks, coverage, source maps) into each test and each process that a test
 * starts, and these tests start hundreds. Half of the processor time of a run went there, and the hooks hold signals
 * that a process here is tested to end by.
 */
export const runFiles = async (
  files: readonly (string | Sharing)[],
  { jobs, timeout }: RunSettings,
  tell: (result: FileResult) => void,
): Promise<FileResult[]> => {
  const run: Run = async (file, env) => {
    const result = await runFile(file, timeout, env)
    tell(result)
    return result
  }
  const results = await pMap(
    files,
    async (file) => (typeof file === 'string' ? [await run(file)] : runSharing(file, run)),
    { concurrency: jobs },
  )
  return results.flat()
}
