import type { Instant, StatementId } from '@huren/records'

/** What a person reads: Chinese first, English second. */
export interface Sentence {
  readonly zh: string
  readonly en: string
}

/** Every reason for which a receipt or a trust file is not accepted. Codes are stable, like `RefusalCode`. */
export const rejectionCodes = [
  // the files themselves
  'receipt-malformed',
  'receipt-too-large',
  'trust-malformed',
  'trust-key-repeated',
  'trust-overlap',
  'trust-policy',
  'trust-not-yet-valid',
  'trust-expired',
  // the checkpoint
  'note-malformed',
  'note-name',
  'note-signature-duplicate',
  'note-signature-invalid',
  'checkpoint-malformed',
  'origin-unknown',
  'notary-signature-missing',
  'cosignature-future',
  'cosignature-expired-key',
  'quorum-missing',
  // the log
  'leaf-malformed',
  'leaf-mismatch',
  'leaf-order',
  'index-out-of-range',
  'inclusion-invalid',
  'hash-unused',
  'statement-repeated',
  // the statement
  'statement-malformed',
  'signature-invalid',
  'signature-duplicate',
  'signature-malformed',
  'key-unknown',
  'key-use',
  'key-not-yet-valid',
  'key-expired',
  'key-revoked',
  'issuer-mismatch',
  'institution-unknown',
  'institution-inactive',
  'governance-missing',
  'version-chain',
  'not-committed',
  // access logs: receipts and lists (ACCESS.md)
  'access-malformed',
  'access-entry-malformed',
  'access-checkpoint',
  'access-not-in-log',
  'entry-withheld',
  'index-missing',
  'list-name',
  'index-proof',
  'list-incomplete',
  'list-order',
  'checkpoint-old',
  'reconciliation-malformed',
  'reconciliation-sides',
  'reconciliation-differs',
  // never expected
  'internal',
] as const
export type RejectionCode = (typeof rejectionCodes)[number]

/** Thrown inside the verifier only; the public functions turn it into a verdict. */
export class Rejection extends Error {
  override readonly name = 'Rejection'
  readonly code: RejectionCode
  readonly sentence: Sentence

  constructor(code: RejectionCode, sentence: Sentence) {
    super(`${code}: ${sentence.en}`)
    this.code = code
    this.sentence = sentence
  }
}

export const reject = (code: RejectionCode, zh: string, en: string): never => {
  throw new Rejection(code, { zh, en })
}

/** What the receipt is about, once it is proven. */
export interface Subject {
  readonly id: StatementId
  readonly type: string
  readonly index: number
  readonly block: number
  readonly transaction: string
  readonly result: string
}

/** The checkpoint's contents, and who vouched for it when. */
export interface Witnessed {
  readonly origin: string
  readonly size: number
  readonly root: string
  readonly by: readonly { readonly institution: string; readonly at: Instant }[]
}

/**
 * - `valid`: signed, committed by the ledger's rules, in the witnessed log; `proven` says it in sentences.
 * - `refused`: the log proves that the statement was ordered and *not* accepted; it has no effect.
 * - `rejected`: the receipt proves nothing; `code` and `sentence` say why.
 */
export type Verdict =
  | {
      readonly outcome: 'valid' | 'refused'
      readonly sentence: Sentence
      readonly subject: Subject
      readonly checkpoint: Witnessed
      readonly proven: readonly Sentence[]
      readonly warnings: readonly Sentence[]
      readonly notProven: readonly Sentence[]
    }
  | { readonly outcome: 'rejected'; readonly code: RejectionCode; readonly sentence: Sentence }
