import type { Algorithm, Instant, Institution, InstitutionId, KeyUse, PublicKeyHex } from '@huren/records'

/** Answers of the Registry contract's queries, as far as the gateway reads them. */
export interface InstitutionFact {
  readonly versions: readonly (Pick<Institution, 'kind' | 'status' | 'city'> & {
    readonly version: number
    readonly effectiveFrom: Instant
  })[]
}

export interface KeyFact {
  readonly owner: 'institution' | 'patient'
  readonly institution?: InstitutionId
  readonly uses?: readonly KeyUse[]
  readonly algorithm: Algorithm
  readonly publicKey: PublicKeyHex
  readonly notBefore: Instant
  readonly notAfter: Instant
  readonly revocation?: { readonly reason: string; readonly revokedFrom: Instant }
}

/** The version in force: the last one whose time has come. */
export const inForce = ({ versions }: InstitutionFact, now: number) =>
  versions.findLast(({ effectiveFrom }) => Date.parse(effectiveFrom) <= now)
