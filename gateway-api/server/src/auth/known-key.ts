import type { InstitutionId, KeyId, KeyUse, PublicKey } from '@huren/records'
import { type InstitutionFact, inForce, type KeyFact } from '../ledger/facts.ts'

/** A registered key as the ledger knows it. */
export type KnownKey = PublicKey & { readonly id: KeyId; readonly fact: KeyFact } & (
    | {
        readonly kind: 'institution'
        readonly institution: InstitutionId
        readonly uses: readonly KeyUse[]
        readonly holder: InstitutionFact
      }
    | {
        readonly kind: 'patient'
        /** This key and those of the same person that it replaced. */
        readonly keys: readonly KeyId[]
      }
  )

/** Why a key opens no door at this moment; undefined when it does. */
export const closedBecause = (key: KnownKey, now: number): string | undefined => {
  const { notBefore, notAfter, revocation } = key.fact
  if (now < Date.parse(notBefore)) return 'the key is not valid yet'
  if (now >= Date.parse(notAfter)) return 'the key has expired'
  if (revocation && (revocation.reason === 'compromised' || now >= Date.parse(revocation.revokedFrom)))
    return 'the key is revoked'
  if (key.kind === 'patient') return undefined
  const status = inForce(key.holder, now)?.status
  return status === 'active' ? undefined : `the institution is ${status ?? 'not in force yet'}`
}

/** Who asks: a registered key that is open now, and what follows from it. */
export interface Caller {
  readonly key: KnownKey
  /** The institution, or the patient's key: whose requests are counted together, and who submitted what. */
  readonly name: InstitutionId | KeyId
  readonly role: 'central' | 'institution' | 'patient'
  /** What the caller is called among a statement's parties. */
  readonly parties: readonly string[]
}

export const callerOf = (key: KnownKey, now: number): Caller => {
  if (key.kind === 'patient') return { key, name: key.id, role: 'patient', parties: key.keys }
  const role = inForce(key.holder, now)?.kind === 'central' ? 'central' : 'institution'
  return { key, name: key.institution, role, parties: [key.institution] }
}
