import type { ExplorerIndex } from '@huren/explorer-index'
import {
  isStatementOf,
  type KeyId,
  keyRevocation,
  type PatientKey,
  type PublicKey,
  parseEnvelope,
  patientKey,
  signingKey,
} from '@huren/records'

/** What the ledger says of a patient's key now. */
export interface PatientKeyState {
  readonly state: 'unbound' | 'bound' | 'not-yet-valid' | 'expired' | 'revoked' | 'replaced'
  readonly binding?: PatientKey
  /** The key that took its place. */
  readonly replacedBy?: KeyId
  /** This key and those of the same person that it replaced, newest first. */
  readonly keys: readonly KeyId[]
}

/** A person does not lose more phones than this. */
const longestChain = 20

const statementsAbout = async (index: ExplorerIndex, key: KeyId) => {
  const rows = await index.timeLine(key, 1000)
  const texts = await index.buckets.texts.getMany(rows.map((row) => row.key))
  return texts.flatMap((text) => (text === undefined ? [] : [parseEnvelope(text)]))
}

const bindingOf = async (index: ExplorerIndex, key: KeyId) => {
  let binding: PatientKey | undefined
  let replacedBy: KeyId | undefined
  let revokedFrom = Number.POSITIVE_INFINITY
  for (const statement of await statementsAbout(index, key)) {
    if (isStatementOf(patientKey, statement)) {
      const { payload } = statement
      if (payload.key === key) binding = payload
      if (payload.replaces === key) {
        replacedBy = payload.key
        revokedFrom = Math.min(revokedFrom, Date.parse(payload.notBefore))
      }
    }
    if (isStatementOf(keyRevocation, statement) && statement.payload.key === key) {
      const { reason, revokedFrom: from } = statement.payload
      revokedFrom = Math.min(revokedFrom, reason === 'compromised' ? 0 : Date.parse(from))
    }
  }
  return { binding, replacedBy, revokedFrom }
}

const predecessors = async (index: ExplorerIndex, { replaces }: PatientKey): Promise<KeyId[]> => {
  const keys: KeyId[] = []
  for (let key = replaces; key && keys.length < longestChain; ) {
    keys.push(key)
    key = (await bindingOf(index, key)).binding?.replaces
  }
  return keys
}

/** @param now milliseconds since 1970 */
export const patientKeyState = async (
  index: ExplorerIndex,
  key: KeyId,
  now = Date.now(),
): Promise<PatientKeyState> => {
  const { binding, replacedBy, revokedFrom } = await bindingOf(index, key)
  if (!binding) return { state: 'unbound', keys: [key] }
  const found = { binding, keys: [key, ...(await predecessors(index, binding))] }
  if (now >= revokedFrom)
    return replacedBy ? { state: 'replaced', replacedBy, ...found } : { state: 'revoked', ...found }
  if (now < Date.parse(binding.notBefore)) return { state: 'not-yet-valid', ...found }
  return { state: now < Date.parse(binding.notAfter) ? 'bound' : 'expired', ...found }
}

/** An institution's registered key, if it and its institution stand now. */
export const institutionKey = async (index: ExplorerIndex, id: KeyId, now = Date.now()) => {
  const row = await index.buckets.keys.get(id)
  if (!row || now < Date.parse(row.notBefore) || now >= Date.parse(row.notAfter)) return undefined
  const revokedFrom = await index.buckets.revocations.get(id)
  if (revokedFrom && now >= Date.parse(revokedFrom)) return undefined
  const institution = await index.buckets.institutions.get(row.institution)
  if (institution?.status !== 'active') return undefined
  const found = await registration(index, id)
  return found && { institution: row.institution, key: found.key, text: found.text, statement: found.id }
}

const registration = async (index: ExplorerIndex, id: KeyId) => {
  for (const { key } of await index.timeLine(id, 20)) {
    const text = await index.buckets.texts.get(key)
    const statement = text && parseEnvelope(text)
    if (statement && isStatementOf(signingKey, statement) && statement.payload.key === id) {
      const { algorithm, publicKey } = statement.payload
      return { key: { algorithm, publicKey } satisfies PublicKey, text: statement.text, id: statement.id }
    }
  }
  return undefined
}
