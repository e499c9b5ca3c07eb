import {
  type Authority,
  consent,
  consentErasure,
  type InstitutionId,
  isStatementOf,
  type KeyId,
  type KeyUse,
  keyRevocation,
  signingKey,
} from '@huren/records'
import { hexToBytes } from '@noble/hashes/utils.js'
import { fromBase64 } from './base64.ts'
import type { Entry } from './entries.ts'
import { institutionAt, isRevoked, keyBefore, type RegisteredKey, type Registry } from './registry.ts'
import type { Verify } from './signature.ts'
import type { Trust } from './trust.ts'
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
  readonly verify: Verify
}

/** Keys are judged by when the statement says it was issued, as the ledger's rules judge them. */
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
  if (at >= Date.parse(key.notAfter))
    reject(
      'key-expired',
      `密钥 ${short(key.id)} 在签发时已过期。`,
      `Key ${short(key.id)} had expired when the statement was issued.`,
    )
  if (isRevoked(registry, key.id, entry.index, at))
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
    const { algorithm } = key
    const publicKey = hexToBytes(key.publicKey)
    const signature = fromBase64(sig, 'signature-malformed')
    if (!ground.verify({ algorithm, publicKey, message: signedBytes, signature }))
      reject(
        'signature-invalid',
        `密钥 ${short(keyid)} 的声明签名不正确。`,
        `The statement's signature by key ${short(keyid)} does not verify.`,
      )
    checkValidity(ground, entry, key)
    return key
  })
}

/** Who revokes a key without governance: its institution; of a patient's key, the one that bound it. */
const ownerOf = ({ trust, registry }: Ground, { statement, index }: Entry): InstitutionId => {
  const key = keyBefore(trust, registry, statement.payload.key as KeyId, index)
  if (!key)
    return reject(
      'key-unknown',
      '回执没有被吊销密钥的登记。',
      'The receipt has no registration of the key that is revoked.',
    )
  return key.holder.institution
}

/** The central organisations registered their first keys together: each statement is signed by several of them. */
const isBootstrap = ({ trust }: Ground, { statement }: Entry) =>
  trust.names.has(statement.payload.institution as InstitutionId) && statement.envelope.signatures.length > 1

/** Whose signatures the statement needs: what its type says, or for keys, what their owner is. */
const requirementOf = (ground: Ground, entry: Entry): Authority => {
  const { statement } = entry
  const own: Authority = { kind: 'institution', use: 'administration' }
  const governance: Authority = { kind: 'governance' }
  if (isStatementOf(signingKey, statement)) {
    const { issuer, institution } = statement.payload
    return issuer === institution && !isBootstrap(ground, entry) ? own : governance
  }
  if (isStatementOf(keyRevocation, statement))
    return statement.payload.issuer === ownerOf(ground, entry) ? own : governance
  return statement.type.authority
}

const mismatch = (zh: string, en: string) => reject('issuer-mismatch', zh, en)

const governanceQuorum = 2

/** At least two central organisations, the issuer among them, and nobody else. */
const byGovernance = (entry: Entry, keys: readonly RegisteredKey[]): Author => {
  const institutions = [...new Set(keys.map(({ holder }) => holder.institution))]
  if (keys.some(({ holder }) => holder.kind !== 'central'))
    mismatch('此类声明只能由中心机构签名。', 'Only central organisations sign a statement of this kind.')
  if (institutions.length < governanceQuorum)
    reject(
      'governance-missing',
      '此类声明须由三家中心机构中的至少两家签名。',
      'A statement of this kind needs the signatures of at least two central organisations.',
    )
  if (!institutions.includes(entry.statement.payload.issuer as InstitutionId))
    mismatch('声明机构自己没有签名。', 'The issuing organisation itself has not signed.')
  return { kind: 'governance', institutions, keys: keys.map(({ id }) => id) }
}

/** The institution is active by its version in force when the statement was issued, and when it was committed. */
const checkInstitution = ({ registry, trust }: Ground, entry: Entry, id: InstitutionId) => {
  if (trust.names.has(id)) return
  const [issued, committed] = [issuedAt(entry), Number(entry.leaf.time) || 0]
  for (const moment of [issued, Math.max(issued, committed)]) {
    const institution = institutionAt(registry, id, entry.index, moment)
    if (!institution)
      return reject(
        'institution-unknown',
        `回执没有机构 ${id} 当时有效的登记。`,
        `The receipt has no registration of institution ${id} in force at that time.`,
      )
    if (institution.status !== 'active')
      reject(
        'institution-inactive',
        `机构 ${id} 当时不在有效状态。`,
        `Institution ${id} was not active at that time.`,
      )
  }
}

const byInstitution = (ground: Ground, entry: Entry, keys: readonly RegisteredKey[], use: KeyUse): Author => {
  const issuer = entry.statement.payload.issuer as InstitutionId
  if (keys.some(({ holder }) => holder.kind === 'patient' || holder.institution !== issuer))
    mismatch(
      `签名者不全是声明机构 ${issuer} 的密钥。`,
      `A key has signed that is not one of the issuing institution ${issuer}.`,
    )
  if (!keys.some(({ uses }) => uses.includes(use)))
    reject(
      'key-use',
      `机构 ${issuer} 的签名密钥未登记用于此类声明。`,
      `The key of institution ${issuer} is not registered for statements of this kind.`,
    )
  checkInstitution(ground, entry, issuer)
  return { kind: 'institution', institutions: [issuer], keys: keys.map(({ id }) => id) }
}

/** Who signs as a patient: of a grant and of its erasure the grantor, of a revocation also the relative it names. */
const patientSigners = ({ entries }: Ground, { statement, index }: Entry): readonly KeyId[] => {
  if (isStatementOf(consent, statement)) return [statement.payload.grantor]
  const grant = entries.find(
    (entry) => entry.statement.id === statement.payload.statement && entry.index < index,
  )
  if (!grant || !isStatementOf(consent, grant.statement))
    return reject('version-chain', '回执缺少所指的授权。', 'The receipt lacks the grant that it is about.')
  const { grantor, relative } = grant.statement.payload
  return relative && !isStatementOf(consentErasure, statement) ? [grantor, relative] : [grantor]
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
  if (keys.some(({ id, holder }) => holder.kind !== 'patient' || !successorOf(ground, id, permitted)))
    mismatch('签名者不是授权人。', 'Somebody other than the grantor has signed.')
  return { kind: 'patient', institutions: [], keys: keys.map(({ id }) => id) }
}

/**
 * Who made the statement: checks every signature, the keys' registration before this entry, their validity when it
 * was issued, and that the right authority signed, by the same rules as the ledger's contracts.
 * @throws Rejection
 */
export const authorOf = (ground: Ground, entry: Entry): Author => {
  const keys = signers(ground, entry)
  const requirement = requirementOf(ground, entry)
  if (requirement.kind === 'patient') return byPatient(ground, entry, keys)
  if (requirement.kind === 'governance') return byGovernance(entry, keys)
  return byInstitution(ground, entry, keys, requirement.use)
}
