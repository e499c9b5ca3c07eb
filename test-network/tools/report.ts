import { join } from 'node:path'
import type { FileResult } from './run-files.ts'

/**
 * What V8 compiled and what was stripped of its types is kept for the next process: there are hundreds, and a third of the
 * processor time of many goes into this. Node checks each file's content before it uses what is kept.
 */
export const keepCompiled = (): void => {
  process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, '../../node_modules/.cache/compiled')
}

/** One line for each file; besides it, for one that failed and in CI, all that it printed. */
export const tell = ({ file, passed, failed, skipped, seconds, output }: FileResult): void => {
  if (process.env.CI || failed > 0) console.log(output)
  const others = [failed > 0 && `${failed} failed`, skipped > 0 && `${skipped} skipped`].filter(Boolean)
  const counts = [`${passed} passed`, ...others].join(', ')
  console.log(`${failed > 0 ? 'not ok' : 'ok'} ${file}: ${counts} (${seconds.toFixed(1)} s)`)
}

/** The closing line. @returns the exit code: 0 when there was something and nothing of it failed */
export const sum = (results: readonly FileResult[]): number => {
  const total = (of: 'passed' | 'failed' | 'skipped') => results.reduce((all, result) => all + result[of], 0)
  const [passed, failed, skipped] = [total('passed'), total('failed'), total('skipped')]
  for (const { file, failed } of results) if (failed > 0) console.log(`not ok ${file}`)
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`)
  return failed === 0 && passed + skipped > 0 ? 0 : 1
}
