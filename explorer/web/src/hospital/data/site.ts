import type { KeyId } from '@huren/records'

/** Who the hospital is on the ledger, and where its gateway is. */
export interface Site {
  readonly id: string
  /** The server's clock. */
  readonly now: string
  readonly gateway?: string
  /** Absent while the ledger does not know the institution. */
  readonly registered?: {
    readonly version: number
    readonly kind: string
    readonly level: string
    readonly city: string
    readonly status: string
    readonly effectiveFrom: string
    readonly statement: string
  }
}

/** What the ledger says of this desk's key; `none` is a desk without one. */
export interface DeskState {
  readonly state: 'none' | 'unregistered' | 'foreign' | 'not-yet-valid' | 'active' | 'expired' | 'revoked'
  readonly notAfter?: string
  readonly uses?: readonly string[]
}

export interface OwnKey {
  readonly key: KeyId
  readonly algorithm: string
  readonly uses: readonly string[]
  readonly notBefore: string
  readonly notAfter: string
  readonly statement: string
  readonly revokedFrom?: string
  readonly holder?: string
  readonly signed: number
}

export interface Certificate {
  readonly fingerprint: string
  readonly mspId: string
  readonly name: string
  readonly use: string
  readonly issuer: string
  readonly notBefore: string
  readonly notAfter: string
}

export const day = 86_400_000
/** Whole days until a time; negative when it is over. @param now milliseconds */
export const daysUntil = (time: string, now: number) => Math.floor((Date.parse(time) - now) / day)
/** A day in China, `2026-11-21`. */
export const dayOf = (time: number | string) =>
  new Date((typeof time === 'string' ? Date.parse(time) : time) + 8 * 3_600_000).toISOString().slice(0, 10)
