import type { AccessErasure, AccessEvent, InstitutionId, RecordId } from '@huren/records'
import { Rejection, reject, type Sentence, type Subject, type Witnessed } from '../verdict.ts'
import { type AnchoredCheckpoint, anchored, anchoredCheckpoint } from './checkpoint.ts'
import { type ProvenEntry, provenEntry, tellsErasureOf } from './entry.ts'
import { Hashes, readAccessReceipt } from './file.ts'
import { accessNotProven, erasedSentence, eventSentence } from './sentences.ts'

/** The log that an access was proven to stand in, as of its checkpoint. */
export interface ProvenLog {
  readonly log: RecordId
  readonly issuer: InstitutionId
  readonly size: number
  /** The statement on the ledger, and who vouched for the ledger's log. */
  readonly statement: Subject
  readonly checkpoint: Witnessed
  /** When the ledger accepted it, milliseconds since 1970. */
  readonly at: number
}

/** An entry as it is shown; `erased` tells that event and salt are destroyed. */
export interface ShownEntry {
  readonly index: number
  readonly event?: AccessEvent
  readonly erasure?: AccessErasure
  readonly erased?: Pick<AccessErasure, 'erasedAt' | 'reason'>
}

export interface Refused {
  readonly outcome: 'rejected'
  readonly code: Rejection['code']
  readonly sentence: Sentence
}
export type AccessVerdict =
  | {
      readonly outcome: 'valid'
      readonly sentence: Sentence
      readonly entry: ShownEntry
      readonly log: ProvenLog
      readonly proven: readonly Sentence[]
      readonly warnings: readonly Sentence[]
      readonly notProven: readonly Sentence[]
    }
  | Refused

export const provenLog = ({ payload, verdict, at }: AnchoredCheckpoint): ProvenLog => ({
  log: payload.log,
  issuer: payload.issuer,
  size: payload.size,
  statement: verdict.subject,
  checkpoint: verdict.checkpoint,
  at,
})

export const shown = ({ index, event, erasure }: ProvenEntry, by?: ProvenEntry): ShownEntry => ({
  index,
  ...(event && { event }),
  ...(erasure && { erasure }),
  ...(by?.erasure && { erased: { erasedAt: by.erasure.erasedAt, reason: by.erasure.reason } }),
})

/** Turns what is thrown inside into a verdict. */
export const judged = <T>(judge: () => T): T | Refused => {
  try {
    return judge()
  } catch (error) {
    const { code, sentence } =
      error instanceof Rejection
        ? error
        : new Rejection('internal', {
            zh: '验证程序出错，什么也没有证明。',
            en: 'The verifier failed; nothing is proven.',
          })
    return { outcome: 'rejected', code, sentence }
  }
}

/** An entry without its content must be one that the log says it erased. */
const checkErased = (entry: ProvenEntry, by: ProvenEntry | undefined): void => {
  if (by && !tellsErasureOf(by, entry))
    reject(
      'entry-withheld',
      '所附删除记录与此条目不符。',
      'The erasure that is given is not that of this entry.',
    )
  if (!entry.event && !entry.erasure && !by)
    reject(
      'entry-withheld',
      '条目内容未出示，也没有删除记录。',
      'The content of the entry is not shown, and no erasure is given.',
    )
}

/**
 * Verifies the receipt of one access: event in the access log, its checkpoint on the ledger, the ledger's log witnessed.
 * Never throws.
 * @param text the file's text
 * @param trust the trust file's text
 * @param now milliseconds since 1970
 * @see ACCESS.md, section 4
 */
export const verifyAccessReceipt = (text: string, trust: string, now = Date.now()): AccessVerdict =>
  judged(() => {
    const file = readAccessReceipt(text)
    const checkpoint = anchoredCheckpoint(file.checkpoint, trust, now)
    const hashes = new Hashes(file.hashes)
    const entry = provenEntry(file.entry, hashes, checkpoint.payload)
    const by = file.erasure && provenEntry(file.erasure, hashes, checkpoint.payload)
    hashes.checkAllUsed()
    checkErased(entry, by)
    return {
      outcome: 'valid',
      sentence: { zh: '证明成立。', en: 'The proof holds.' },
      entry: shown(entry, by),
      log: provenLog(checkpoint),
      proven: [eventSentence(entry), anchored(checkpoint), ...checkpoint.verdict.proven],
      warnings: [...(by?.erasure ? [erasedSentence(by.erasure)] : []), ...checkpoint.verdict.warnings],
      notProven: accessNotProven,
    }
  })
