import {
  type Instant,
  type Institution,
  type InstitutionId,
  institution,
  isStatementOf,
  type KeyId,
  type KeyRevocation,
  type KeyUse,
  keyRevocation,
  type PatientKey,
  type Payload,
  type PublicKey,
  patientKey,
  type SigningKey,
  signingKey,
  type TypedRecordType,
} from '@huren/records'
import type { Entry } from './entries.ts'
import type { Trust } from './trust.ts'

/** The payloads of one type among the receipt's committed statements, in log order. */
export interface Stated<T extends Payload> {
  readonly index: number
  readonly payload: T
}

/** What the receipt's own statements say of keys and institutions. */
export interface Registry {
  readonly signingKeys: readonly Stated<SigningKey>[]
  readonly patientKeys: readonly Stated<PatientKey>[]
  readonly institutions: readonly Stated<Institution>[]
  readonly revocations: readonly Stated<KeyRevocation>[]
}

const stated = <T extends Payload>(entries: readonly Entry[], type: TypedRecordType<T>): Stated<T>[] =>
  entries
    .flatMap(({ index, leaf, statement }) =>
      leaf.result === 'committed' && isStatementOf(type, statement)
        ? [{ index, payload: statement.payload }]
        : [],
    )
    .sort((a, b) => a.index - b.index)

export const registryOf = (entries: readonly Entry[]): Registry => ({
  signingKeys: stated(entries, signingKey),
  patientKeys: stated(entries, patientKey),
  institutions: stated(entries, institution),
  revocations: stated(entries, keyRevocation),
})

/** A key as some authority registered it before the entry at hand. */
export interface RegisteredKey extends PublicKey {
  readonly id: KeyId
  /** The institution that owns the key; of a patient's key, the one that bound it. */
  readonly holder: {
    readonly kind: 'central' | 'institution' | 'patient'
    readonly institution: InstitutionId
  }
  readonly uses: readonly KeyUse[]
  readonly notBefore: Instant
  readonly notAfter: Instant
}

const before = <T extends Payload>(list: readonly Stated<T>[], index: number): T[] =>
  list.filter((item) => item.index < index).map(({ payload }) => payload)

/** The key with this id as it was known when entry `index` was committed. */
export const keyBefore = (
  trust: Trust,
  registry: Registry,
  id: KeyId,
  index: number,
): RegisteredKey | undefined => {
  const central = trust.centralKeys.get(id)
  if (central)
    return {
      ...central,
      holder: { kind: 'central', institution: central.institution },
      uses: ['administration'],
    }
  const key = before(registry.signingKeys, index).find((payload) => payload.key === id)
  if (key) return { ...key, id, holder: { kind: 'institution', institution: key.institution } }
  const patient = before(registry.patientKeys, index).find((payload) => payload.key === id)
  return patient && { ...patient, id, holder: { kind: 'patient', institution: patient.issuer }, uses: [] }
}

/** The institution's version in force at `moment` (milliseconds), of those committed before entry `index`. */
export const institutionAt = (
  registry: Registry,
  id: InstitutionId,
  index: number,
  moment: number,
): Institution | undefined =>
  before(registry.institutions, index).findLast(
    (payload) => payload.institution === id && Date.parse(payload.effectiveFrom) <= moment,
  )

/**
 * Whether a revocation known before entry `index` takes away what was issued at `at`: a compromised key keeps nothing
 * that the ledger has not seen, any other keeps what it signed before.
 */
export const isRevoked = (registry: Registry, id: KeyId, index: number, at: number): boolean =>
  before(registry.revocations, index).some(
    ({ key, reason, revokedFrom }) =>
      key === id && (reason === 'compromised' || Date.parse(revokedFrom) <= at),
  ) ||
  before(registry.patientKeys, index).some(
    ({ replaces, notBefore }) => replaces === id && Date.parse(notBefore) <= at,
  )
