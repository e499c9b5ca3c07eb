import { readFile } from 'node:fs/promises'
import Joi from 'joi'
import { Ahead } from './ahead.ts'
import { Auditor } from './auditor.ts'
import { findBlocks } from './block-files.ts'
import { Comparison } from './comparison.ts'
import type { DerivedTiles } from './derived-log.ts'
import { type Deviation, Deviations, type Report } from './deviation.ts'
import { openPublished, type PublishedLog } from './published.ts'
import type { BlockSummary, ChunkSummary } from './summary.ts'

export interface AuditOptions {
  /** Block files and folders of them. */
  readonly blocks: readonly string[]
  readonly trust: string
  /** Folders and URLs of published logs. */
  readonly logs: readonly string[]
  readonly chaincode: string
  readonly central: readonly string[]
  /** Verify the signatures of every n-th statement; 0 for none. */
  readonly signatures: number
  /** Threads that read blocks and verify signatures; 0 or absent: as many as there are processors. */
  readonly threads?: number
  /** A folder in which the audit keeps what it has done, so that it can be interrupted and resumed. */
  readonly state?: string | undefined
  /** Bytes of blocks that are summarised together; some megabytes when absent. */
  readonly chunkBytes?: number
}
export interface AuditResult {
  readonly blocks: number
  readonly size: number
  readonly root: string
  readonly compared: readonly string[]
  /** The first ten thousand. */
  readonly deviations: readonly Deviation[]
  /** How many more there are. */
  readonly moreDeviations: number
}
/** How far an audit has come. */
export interface AuditProgress {
  readonly blocks: number
  readonly of: number
  readonly statements: number
}

interface AuditTrust {
  readonly format: 'huren-trust/v1'
  readonly genesis?: string
  readonly organisations: readonly { readonly notaries: readonly { readonly log: string }[] }[]
}
/** The part of a trust file that an audit needs; the verifier checks the whole. */
const trustSchema = Joi.object<AuditTrust>({
  format: Joi.valid('huren-trust/v1').required(),
  genesis: Joi.string().hex().length(64),
  organisations: Joi.array()
    .items(
      Joi.object({
        notaries: Joi.array()
          .items(Joi.object({ log: Joi.string().required() }).unknown())
          .required(),
      }).unknown(),
    )
    .required(),
}).unknown()

const readTrust = async (file: string): Promise<AuditTrust> =>
  Joi.attempt(JSON.parse(await readFile(file, 'utf8')), trustSchema, `${file}: `)

const openLogs = async (options: AuditOptions, trust: AuditTrust, report: Report) => {
  const keys = trust.organisations.flatMap(({ notaries }) => notaries.map(({ log }) => log))
  const opened = await Promise.all(options.logs.map((place) => openPublished(place, keys, report)))
  return opened.filter((log): log is PublishedLog => log !== undefined)
}

const takeBlock = (auditor: Auditor, block: BlockSummary, report: Report) => {
  if (block.number > auditor.next)
    report({
      code: 'block-missing',
      block: auditor.next,
      detail: `blocks ${auditor.next} to ${block.number - 1} are missing`,
    })
  auditor.take(block)
}

const auditorFor = (comparisons: readonly Comparison[], { genesis }: AuditTrust, report: Report) => {
  const wanted = new Set(comparisons.map(({ size }) => size))
  const onTiles = (tiles: DerivedTiles) => {
    for (const comparison of comparisons) comparison.take(tiles)
  }
  return new Auditor({ genesis, wanted, onTiles }, report)
}

/** Takes some blocks in their turn. Nothing of them stays but what later ones are judged by. */
const merge = async (
  { blocks, unreadable }: ChunkSummary,
  auditor: Auditor,
  comparisons: readonly Comparison[],
  report: Report,
) => {
  for (const path of unreadable) report({ code: 'block-unreadable', detail: path })
  for (const block of blocks) {
    takeBlock(auditor, block, report)
    for (const comparison of comparisons) await comparison.settle()
  }
}

/**
 * Recomputes the log from exported blocks and compares it with what the notaries publish.
 * @throws Error when the trust file cannot be read or there is no block
 */
export const audit = async (
  options: AuditOptions,
  onProgress: (progress: AuditProgress) => void,
): Promise<AuditResult> => {
  const trust = await readTrust(options.trust)
  const deviations = new Deviations()
  const { report } = deviations
  const published = await openLogs(options, trust, report)
  const { blocks, unreadable } = await findBlocks(options.blocks)
  if (blocks.length === 0) throw new Error('没有找到区块 / no block was found')
  for (const path of unreadable) report({ code: 'block-unreadable', detail: path })
  const comparisons = published.map((log) => new Comparison(log, report))
  const auditor = auditorFor(comparisons, trust, report)
  const settings = { ...options, threads: options.threads ?? 0, state: options.state }
  const ahead = await Ahead.start(blocks, settings, auditor.authors.keys)
  let done = 0
  try {
    for await (const summary of ahead.summaries()) {
      await merge(summary, auditor, comparisons, report)
      done += summary.blocks.length + summary.unreadable.length
      onProgress({ blocks: done, of: blocks.length, statements: auditor.size })
    }
  } finally {
    await ahead.close()
  }
  for (const comparison of comparisons) await comparison.end(auditor.size)
  return {
    blocks: blocks.length,
    size: auditor.size,
    root: auditor.root().toString('hex'),
    compared: published.map(({ place }) => place),
    deviations: deviations.first,
    moreDeviations: deviations.more,
  }
}
