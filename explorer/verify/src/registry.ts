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
  readonly holder:
    | { readonly kind: 'central' | 'institution'; readonly institution: InstitutionId }
    | { readonly kind: 'patient' }
  readonly uses: readonly KeyUse[]
  readonly notBefore: Instant
  readonly notAfter: Instant
}

const lastBefore = <T extends Payload>(
  list: readonly Stated<T>[],
  index: number,
  matches: (payload: T) => boolean,
): T | undefined => list.findLast((item) => item.index < index && matches(item.payload))?.payload

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
  const key = lastBefore(registry.signingKeys, index, ({ key }) => key === id)
  if (key) return { ...key, id, holder: { kind: 'institution', institution: key.institution } }
  const patient = lastBefore(registry.patientKeys, index, ({ key }) => key === id)
  return patient && { ...patient, id, holder: { kind: 'patient' }, uses: [] }
}

export const institutionBefore = (
  registry: Registry,
  id: InstitutionId,
  index: number,
): Institution | undefined =>
  lastBefore(registry.institutions, index, (payload) => payload.institution === id)

/** The revocation in force for a statement issued at `at` and committed as entry `index`. */
export const revocationBefore = (registry: Registry, id: KeyId, index: number, at: number): boolean =>
  lastBefore(
    registry.revocations,
    index,
    ({ key, revokedFrom }) => key === id && Date.parse(revokedFrom) <= at,
  ) !== undefined ||
  lastBefore(
    registry.patientKeys,
    index,
    ({ replaces, notBefore }) => replaces === id && Date.parse(notBefore) <= at,
  ) !== undefined
