import type {
  Envelope,
  InstitutionId,
  KeyId,
  Payload,
  PublicKey,
  RefusalReason,
  StatementId,
} from '@huren/records'

/** Where a statement is on its way. `refused` and `dead` end it; only `committed` lies on the ledger. */
export type Stage = 'queued' | 'committed' | 'refused' | 'dead'

/** What became of one submitted statement. */
export interface Submitted extends Partial<RefusalReason> {
  /** Absent only when the envelope could not be read at all. */
  readonly id: StatementId | null
  readonly stage: Stage
  /** The ledger's word; `duplicate` when the statement lay there before. */
  readonly outcome?: 'committed' | 'duplicate' | 'refused'
  readonly transaction?: string
  readonly block?: number
  /** The gateway's signed promise (see `verifyPromise`), one for all statements that it took with this one. */
  readonly promise?: Envelope
}

/** A statement as the gateway keeps it. */
export interface StatementView<T = Payload & Record<string, unknown>> {
  readonly id: StatementId
  readonly type: string
  readonly stage: Stage
  readonly payload: T
  readonly envelope: Envelope
  readonly transaction?: string
  readonly block?: number
  readonly position?: string
  readonly committedAt?: string
}

/** One page of a list, newest order decided by the gateway; `next` is the cursor of the page after it. */
export interface Page<T> {
  readonly items: readonly T[]
  readonly next?: string
}

/** The gateway itself: the key that signs its promises. */
export interface GatewayIdentity extends PublicKey {
  readonly id: KeyId
  readonly institution?: InstitutionId
}

/** Whether a gateway can do its work now, and what is missing when it cannot. */
export interface Readiness {
  readonly ready: boolean
  readonly ledger: { readonly reachable: boolean; readonly height: number | null }
  readonly queue: { readonly writable: boolean }
  /** Blocks that the index is behind the ledger. */
  readonly index: { readonly lag: number | null }
}

export interface AccessToken {
  readonly token: string
  readonly expiresAt: string
}
