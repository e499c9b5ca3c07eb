import { readFile } from 'node:fs/promises'
import Joi from 'joi'
import { Auditor } from './auditor.ts'
import { findBlocks, readBlock } from './block-files.ts'
import type { Deviation } from './deviation.ts'
import { compare, openPublished, type PublishedLog } from './published.ts'

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
}
export interface AuditResult {
  readonly blocks: number
  readonly size: number
  readonly root: string
  readonly compared: readonly string[]
  readonly deviations: readonly Deviation[]
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

/**
 * Recomputes the log from exported blocks and compares it with what the notaries publish.
 * @param onProgress blocks done, blocks in all
 * @throws Error when the trust file cannot be read or there is no block
 */
export const audit = async (
  options: AuditOptions,
  onProgress: (done: number, all: number) => void,
): Promise<AuditResult> => {
  const trust = await readTrust(options.trust)
  const deviations: Deviation[] = []
  const report = (deviation: Deviation) => void deviations.push(deviation)
  const logKeys = trust.organisations.flatMap(({ notaries }) => notaries.map(({ log }) => log))
  const opened = await Promise.all(options.logs.map((place) => openPublished(place, logKeys, report)))
  const published = opened.filter((log): log is PublishedLog => log !== undefined)
  const { blocks, unreadable } = await findBlocks(options.blocks)
  if (blocks.length === 0) throw new Error('没有找到区块 / no block was found')
  for (const path of unreadable) report({ code: 'block-unreadable', detail: path })
  const wanted = new Set(published.map(({ checkpoint }) => checkpoint.size))
  const auditor = new Auditor({ ...options, genesis: trust.genesis, wanted }, report)
  for (const [i, { path, number }] of blocks.entries()) {
    if (number > auditor.next)
      report({
        code: 'block-missing',
        block: auditor.next,
        detail: `blocks ${auditor.next} to ${number - 1} are missing`,
      })
    const block = await readBlock(path)
    if (block) auditor.take(block)
    onProgress(i + 1, blocks.length)
  }
  for (const log of published) await compare(log, auditor, report)
  return {
    blocks: blocks.length,
    size: auditor.size,
    root: auditor.root().toString('hex'),
    compared: published.map(({ place }) => place),
    deviations,
  }
}
