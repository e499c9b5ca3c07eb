import {
  type AccessLogCheckpoint,
  accessLogCheckpoint,
  isStatementOf,
  type ParsedStatement,
  parseEnvelope,
} from '@huren/records'
import { parseLeaf } from '../leaf.ts'
import { readReceipt } from '../receipt.ts'
import { Rejection, reject, type Sentence, type Verdict } from '../verdict.ts'
import { verifyReceipt } from '../verify.ts'

type Proven = Exclude<Verdict, { outcome: 'rejected' }>

/** A checkpoint of an access log that the ledger has accepted, proven by its receipt. */
export interface AnchoredCheckpoint {
  readonly payload: AccessLogCheckpoint
  readonly verdict: Proven
  /** When the ledger accepted it, milliseconds since 1970; a claim of the submitter that peers endorsed. */
  readonly at: number
}

const notACheckpoint = (zh: string, en: string) => reject('access-checkpoint', zh, en)

/**
 * Verifies the receipt within: what is proven of an access rests on it.
 * @param notBefore milliseconds since 1970; an older checkpoint is refused
 * @throws Rejection with the code of the receipt, `access-checkpoint`, `checkpoint-old`
 */
export const anchoredCheckpoint = (
  receipt: object,
  trust: string,
  now: number,
  notBefore = Number.NEGATIVE_INFINITY,
): AnchoredCheckpoint => {
  const text = JSON.stringify(receipt)
  const verdict = verifyReceipt(text, trust, now)
  if (verdict.outcome === 'rejected') throw new Rejection(verdict.code, verdict.sentence)
  const [subject] = readReceipt(text).statements
  const statement: ParsedStatement | undefined = subject && parseEnvelope(subject.envelope)
  if (!subject || !statement || !isStatementOf(accessLogCheckpoint, statement) || verdict.outcome !== 'valid')
    return notACheckpoint(
      '回执所附的不是账本接受的调阅日志检查点。',
      'What it rests on is no checkpoint of an access log that the ledger accepted.',
    )
  const at = Number(parseLeaf(subject.leaf).time)
  const instant = Number.isFinite(at) ? at : Date.parse(statement.payload.issuedAt)
  // a moment that is none (NaN) is reached by no checkpoint
  if (!(instant >= notBefore))
    reject(
      'checkpoint-old',
      `检查点（${new Date(instant).toISOString()}）早于所要求的时间。`,
      `The checkpoint (${new Date(instant).toISOString()}) is older than what was asked for.`,
    )
  return { payload: statement.payload, verdict, at: instant }
}

/** What every verdict on an access log says of the checkpoint. */
export const anchored = ({ payload, at }: AnchoredCheckpoint): Sentence => ({
  zh: `${payload.issuer} 的调阅日志 ${payload.log} 在 ${new Date(at).toISOString()} 有 ${payload.size} 条，根哈希已上链；日志只能增长，不能改写。`,
  en: `The access log ${payload.log} of ${payload.issuer} had ${payload.size} entries at ${new Date(at).toISOString()}; its root is on the ledger, and it can only grow.`,
})
