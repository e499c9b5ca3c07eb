import type { StatementId } from './identifiers.ts'

/**
 * Every reason for which a statement is refused, on one screen. Codes are stable: clients branch on them, they are
 * never renamed or reused.
 */
export const refusalCodes = [
  // the envelope and its payload
  'envelope-malformed',
  'envelope-too-large',
  'json-malformed',
  'json-duplicate-key',
  'unicode-ill-formed',
  'payload-type-unknown',
  'payload-invalid',
  // signatures and keys
  'signature-missing',
  'signature-malformed',
  'signature-invalid',
  'signature-duplicate',
  'key-unknown',
  'key-not-yet-valid',
  'key-expired',
  'key-revoked',
  'key-use',
  'key-conflict',
  'key-id-mismatch',
  'public-key-invalid',
  'validity-invalid',
  'quorum-missing',
  'clock-skew',
  // who may state it
  'issuer-mismatch',
  'institution-unknown',
  'institution-inactive',
  'wrong-family',
  // what it refers to
  'record-exists',
  'version-conflict',
  'not-yet-effective',
  'report-unknown',
  'report-not-final',
  'report-withdrawn',
  'report-mismatch',
  'statement-unknown',
  'statement-superseded',
  'item-unknown',
  'item-retired',
  'rule-not-in-force',
  'dictionary-not-in-force',
  'reason-unknown',
  'recognition-blocked',
  'block-unfounded',
  'consent-unknown',
  'consent-revoked',
  'consent-expired',
  'consent-not-yet-valid',
  'consent-scope',
  'consent-grantee',
  'consent-purpose',
  'not-grantor',
  'period-too-long',
  'emergency-unknown',
  'emergency-expired',
  'emergency-reviewed',
  'reviewer-is-accessor',
  'log-unknown',
  'log-size',
  'log-fork',
  'log-index',
  'referral-unknown',
  'referral-out-of-turn',
  'referral-closed',
  'target-unknown',
  'already-erased',
  'bootstrap-done',
  'bootstrap-invalid',
  'batch-too-large',
] as const
export type RefusalCode = (typeof refusalCodes)[number]

/** Why a statement was refused: stable code, the field it concerns (dots for nesting), one sentence. */
export interface RefusalReason {
  readonly code: RefusalCode
  readonly field?: string
  readonly detail: string
}

/** Thrown by parsers and rules; answered per statement, never for a whole batch. */
export class Refusal extends Error implements RefusalReason {
  override readonly name = 'Refusal'
  readonly code: RefusalCode
  readonly field?: string
  readonly detail: string

  constructor(code: RefusalCode, detail: string, field?: string) {
    super(`${code}: ${detail}`)
    this.code = code
    this.detail = detail
    if (field !== undefined) this.field = field
  }
}

/** What the ledger answers for one statement of a batch. */
export type StatementResult =
  | { readonly id: StatementId; readonly outcome: 'committed' | 'duplicate' }
  | ({ readonly id: StatementId | null; readonly outcome: 'refused' } & RefusalReason)
