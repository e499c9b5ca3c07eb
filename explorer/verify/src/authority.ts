import { consent, type InstitutionId, isStatementOf, type KeyId, type KeyUse } from '@huren/records'
import { fromBase64 } from './base64.ts'
import type { Entry } from './entries.ts'
import {
  institutionBefore,
  keyBefore,
  type RegisteredKey,
  type Registry,
  revocationBefore,
} from './registry.ts'
import { verifyStatementSignature } from './signature.ts'
import { type Trust, within } from './trust.ts'
import { reject } from './verdict.ts'

/** Who made a statement, as far as its signatures prove it. */
export interface Author {
  readonly kind: 'governance' | 'institution' | 'patient'
  readonly institutions: readonly InstitutionId[]
  readonly keys: readonly KeyId[]
}

interface Ground {
  readonly trust: Trust
  readonly registry: Registry
  readonly entries: readonly Entry[]
}

/** Everything by which keys are judged: when the statement says it was issued. */
const issuedAt = ({ statement }: Entry) => Date.parse(statement.payload.issuedAt)

const short = (id: string) => `${id.slice(0, 8)}…`

const knownKey = (ground: Ground, entry: Entry, id: string): RegisteredKey =>
  keyBefore(ground.trust, ground.registry, id as KeyId, entry.index) ??
  reject(
    'key-unknown',
    `签名密钥 ${short(id)} 既不在信任文件中，也没有在此前登记。`,
    `Key ${short(id)} is neither in the trust file nor registered before this statement in the receipt.`,
  )

const checkValidity = ({ registry }: Ground, entry: Entry, key: RegisteredKey) => {
  const at = issuedAt(entry)
  if (at < Date.parse(key.notBefore))
    reject(
      'key-not-yet-valid',
      `密钥 ${short(key.id)} 在签发时尚未生效。`,
      `Key ${short(key.id)} was not yet valid when the statement was issued.`,
    )
  if (!within(at, key))
    reject(
      'key-expired',
      `密钥 ${short(key.id)} 在签发时已过期。`,
      `Key ${short(key.id)} had expired when the statement was issued.`,
    )
  if (revocationBefore(registry, key.id, entry.index, at))
    reject(
      'key-revoked',
      `密钥 ${short(key.id)} 在签发时已被吊销。`,
      `Key ${short(key.id)} had been revoked when the statement was issued.`,
    )
}

/** Every signature of the envelope must verify with a known key, and no key signs twice. */
const signers = (ground: Ground, entry: Entry): RegisteredKey[] => {
  const { envelope, signedBytes } = entry.statement
  if (new Set(envelope.signatures.map(({ keyid }) => keyid)).size !== envelope.signatures.length)
    reject('signature-duplicate', '同一密钥在声明上签名两次。', 'One key has signed the statement twice.')
  return envelope.signatures.map(({ keyid, sig }) => {
    const key = knownKey(ground, entry, keyid)
    if (!verifyStatementSignature(key, signedBytes, fromBase64(sig, 'signature-malformed')))
      reject(
        'signature-invalid',
        `密钥 ${short(keyid)} 的声明签名不正确。`,
        `The statement's signature by key ${short(keyid)} does not verify.`,
      )
    checkValidity(ground, entry, key)
    return key
  })
}

const centralOf = (keys: readonly RegisteredKey[]) => [
  ...new Set(keys.flatMap(({ holder }) => (holder.kind === 'central' ? [holder.institution] : []))),
]

const governanceQuorum = 2

const byGovernance = (keys: readonly RegisteredKey[]): Author | undefined => {
  const institutions = centralOf(keys)
  if (institutions.length < governanceQuorum) return undefined
  return { kind: 'governance', institutions, keys: keys.map(({ id }) => id) }
}

const checkInstitution = ({ registry, trust }: Ground, entry: Entry, id: InstitutionId) => {
  if (trust.names.has(id)) return
  const institution = institutionBefore(registry, id, entry.index)
  if (!institution)
    return reject(
      'institution-unknown',
      `回执没有机构 ${id} 的登记。`,
      `The receipt has no registration of institution ${id}.`,
    )
  if (institution.status !== 'active')
    reject(
      'institution-inactive',
      `机构 ${id} 当时不在有效状态。`,
      `Institution ${id} was not active at that time.`,
    )
}

const byInstitution = (ground: Ground, entry: Entry, keys: readonly RegisteredKey[], use: KeyUse): Author => {
  const issuer = entry.statement.payload.issuer as InstitutionId
  const own = keys.filter(({ holder }) => holder.kind !== 'patient' && holder.institution === issuer)
  if (own.length === 0)
    reject(
      'issuer-mismatch',
      `没有声明机构 ${issuer} 的密钥签名。`,
      `No key of the issuing institution ${issuer} has signed.`,
    )
  if (!own.some(({ uses }) => uses.includes(use)))
    reject(
      'key-use',
      `机构 ${issuer} 的签名密钥未登记用于此类声明。`,
      `The key of institution ${issuer} is not registered for statements of this kind.`,
    )
  checkInstitution(ground, entry, issuer)
  return { kind: 'institution', institutions: [issuer], keys: own.map(({ id }) => id) }
}

/** The keys that may sign a patient's statement: of a grant its grantor, of a revocation whom the grant names. */
const patientSigners = ({ entries }: Ground, { statement, index }: Entry): readonly KeyId[] => {
  if (isStatementOf(consent, statement)) return [statement.payload.grantor]
  const grant = entries.find(
    (entry) => entry.statement.id === statement.payload.statement && entry.index < index,
  )
  if (!grant || !isStatementOf(consent, grant.statement))
    return reject('version-chain', '回执缺少被撤销的授权。', 'The receipt lacks the grant that is revoked.')
  const { grantor, relative } = grant.statement.payload
  return relative ? [grantor, relative] : [grantor]
}

const successorOf = ({ registry }: Ground, key: KeyId, permitted: readonly KeyId[]): boolean => {
  const seen = new Set<KeyId>()
  for (let at: KeyId | undefined = key; at && !seen.has(at); ) {
    if (permitted.includes(at)) return true
    seen.add(at)
    at = registry.patientKeys.find(({ payload }) => payload.key === at)?.payload.replaces
  }
  return false
}

const byPatient = (ground: Ground, entry: Entry, keys: readonly RegisteredKey[]): Author => {
  const permitted = patientSigners(ground, entry)
  const own = keys.filter(({ id, holder }) => holder.kind === 'patient' && successorOf(ground, id, permitted))
  if (own.length === 0)
    reject('issuer-mismatch', '没有授权人密钥的签名。', "The grantor's key has not signed.")
  return { kind: 'patient', institutions: [], keys: own.map(({ id }) => id) }
}

/**
 * Who made the statement: checks every signature, the keys' registration before this entry, their validity when it
 * was issued, and that the right authority signed.
 * @throws Rejection
 */
export const authorOf = (ground: Ground, entry: Entry): Author => {
  const { authority, family } = entry.statement.type
  const keys = signers(ground, entry)
  if (authority.kind === 'patient') return byPatient(ground, entry, keys)
  const governance = byGovernance(keys)
  if (governance && (authority.kind === 'governance' || family === 'Registry')) return governance
  if (authority.kind === 'institution') return byInstitution(ground, entry, keys, authority.use)
  return reject(
    'governance-missing',
    '此类声明须由三家中心机构中的至少两家签名。',
    'A statement of this kind needs the signatures of at least two central organisations.',
  )
}
