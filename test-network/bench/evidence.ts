import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import type { Bar } from './bars.ts'
import { benchPatientPage, type PatientPage } from './patient.ts'
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

/** The explorer with a million statements: index, server, browser, dashboards; and the patient's page on a system that runs. */
export const explorerBars = async (): Promise<Bar[]> => [
  ...(await barsOf(fileURLToPath(import.meta.resolve('@huren/explorer-web/bench')))),
  patientBar(await benchPatientPage(20)),
]

/** Milliseconds until somebody can use the page. */
const slowestPage = 1500

const patientBar = ({ median, slowest }: PatientPage): Bar => ({
  name: 'patient’s page usable after, median',
  required: `< ${slowestPage} ms`,
  measured: `${median} ms (slowest ${slowest} ms)`,
  reached: median < slowestPage,
})

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
