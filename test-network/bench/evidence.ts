import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import type { Bar } from './bars.ts'
import type { WitnessedRow } from './witnessed.ts'

/** Runs the bench of a package in a process of its own, shows what it prints, and takes the bars of its last line. */
const barsOf = async (main: string): Promise<Bar[]> => {
  const { stdout } = await execa(process.execPath, [main])
  const lines = stdout.trimEnd().split('\n')
  console.log(lines.slice(0, -1).join('\n'))
  return JSON.parse(lines.at(-1) ?? '').bars
}

const benchOf = (packageName: string, file = 'main.ts') =>
  join(fileURLToPath(import.meta.resolve(packageName)), '..', '..', 'bench', file)

/** Receipts, in Node and in a browser. */
export const receiptBars = (): Promise<Bar[]> => barsOf(benchOf('@huren/verify'))
/** The notary's and the audit's rates. */
export const notaryBars = (): Promise<Bar[]> => barsOf(benchOf('@huren/notary'))
/** The access log's rate over HTTP. */
export const accessBars = (): Promise<Bar[]> => barsOf(benchOf('@huren/access-log', 'http.ts'))

/** The explorer with a million statements: index, server, browser, dashboards. */
export const explorerBars = (): Promise<Bar[]> =>
  barsOf(fileURLToPath(import.meta.resolve('@huren/explorer-web/bench')))

/** Milliseconds from commitment until a receipt can be had. */
const slowest = 5000

export const witnessedBars = ({ longest, perSecond }: WitnessedRow, wanted: number): Bar[] => [
  {
    name: `every statement witnessed after its commitment, at ${wanted} a second`,
    required: `< ${slowest} ms`,
    measured: `${Math.round(longest)} ms at ${Math.round(perSecond)}/s`,
    reached: longest < slowest && perSecond >= wanted * 0.95,
  },
]
