import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import type { Bar } from './bars.ts'

const million = 1_000_000
/** "10^6 statements in minutes on two cores" */
const mostMinutes = 10
/** What the machine of a small site can spare. */
const mostMegabytes = 700

/** Milliseconds after which making the blocks, or the audit, is given up. */
const longest = 30 * 60_000

export interface AuditOptions {
  readonly statements: number
  /** A folder of blocks that are there already, with their trust file beside it; none: they are made, and removed. */
  readonly blocks?: string | undefined
}
export interface AuditRow {
  readonly statements: number
  readonly deviations: number
  readonly seconds: number
  readonly processorSeconds: number
  readonly megabytes: number
}

const beside = (specifier: string, ...path: string[]) =>
  join(fileURLToPath(import.meta.resolve(specifier)), '..', ...path)

const audited = async (blocks: string, usage: string): Promise<AuditRow> => {
  const huren = beside('@huren/cli/package.json', 'src', 'main.ts')
  const started = performance.now()
  const { stdout } = await execa(
    process.execPath,
    ['--import', join(import.meta.dirname, 'usage.ts'), huren].concat(
      'audit',
      blocks,
      '--trust',
      `${blocks}.trust.json`,
      '--json',
    ),
    { env: { HUREN_BENCH_USAGE: usage }, reject: false, timeout: longest },
  )
  const seconds = (performance.now() - started) / 1000
  const { size, deviations, moreDeviations } = JSON.parse(stdout)
  const { processorSeconds, megabytes } = JSON.parse(await readFile(usage, 'utf8'))
  return {
    statements: size,
    deviations: deviations.length + moreDeviations,
    seconds,
    processorSeconds,
    megabytes,
  }
}

/**
 * Makes so many statements in blocks of a ledger, one in ten signed with SM2, every signature real and no two alike; then
 * audits them with `huren audit`, all signatures verified, with all processors.
 */
export const benchAudit = async ({ statements, blocks }: AuditOptions): Promise<AuditRow> => {
  const dir = await mkdtemp(join(tmpdir(), 'huren-audit-'))
  try {
    const folder = blocks ?? join(dir, 'blocks')
    if (!blocks) console.log((await makeBlocks(folder, statements)).stdout)
    return await audited(folder, join(dir, 'usage.json'))
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

const makeBlocks = (folder: string, statements: number) => {
  const maker = beside('@huren/notary', '..', 'bench', 'made-blocks.ts')
  return execa(process.execPath, [maker, folder, String(statements), '0.1'], { timeout: longest })
}

export const auditBars = ({ statements, deviations, seconds, megabytes }: AuditRow): Bar[] => {
  const minutes = (seconds * million) / statements / 60
  return [
    {
      name: `an audit of 10^6 statements, at the rate of ${statements}`,
      required: `≤ ${mostMinutes} min, no deviation`,
      measured: `${minutes.toFixed(1)} min, ${deviations} deviations`,
      reached: minutes <= mostMinutes && deviations === 0,
    },
    {
      name: 'memory of an audit',
      required: `≤ ${mostMegabytes} MB`,
      measured: `${Math.round(megabytes)} MB`,
      reached: megabytes <= mostMegabytes,
    },
  ]
}
