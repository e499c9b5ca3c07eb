import { verifySignature } from '@huren/crypto-config'
import {
  isStatementOf,
  type KeyId,
  keyRevocation,
  type ParsedStatement,
  type PublicKey,
  parseEnvelope,
  patientKey,
  signingKey,
} from '@huren/records'
import type { LeafEntry } from '../log/leaves.ts'
import type { DeviationCode } from './deviation.ts'

interface Key extends PublicKey {
  readonly notBefore: number
  readonly notAfter: number
  revokedFrom: number
}
export interface AuthorFault {
  readonly code: DeviationCode
  readonly detail: string
}

/** Replays the registry of keys and asks of each accepted statement whether its signatures were right. */
export class Authors {
  readonly #keys = new Map<KeyId, Key>()

  /** Bootstrap declares its keys in one batch, in any order: they are all known before the first is judged. */
  declare(entries: readonly LeafEntry[]): void {
    for (const { bootstrap, result, envelope } of entries)
      if (bootstrap && result === 'committed') this.#remember(parseEnvelope(envelope))
  }

  judge({ result, envelope, bootstrap }: LeafEntry, verify: boolean): AuthorFault[] {
    if (result !== 'committed') return []
    const statement = parseEnvelope(envelope)
    const faults = statement.envelope.signatures.flatMap(({ keyid, sig }) => {
      const key = this.#keys.get(keyid)
      if (!key)
        return [
          { code: 'key-unknown', detail: `signed by key ${keyid}, which was not registered before` } as const,
        ]
      return [
        ...timeFaults(key, keyid, statement),
        ...(verify ? signatureFaults(key, keyid, sig, statement) : []),
      ]
    })
    if (!bootstrap) this.#remember(statement)
    return faults
  }

  #remember(statement: ParsedStatement): void {
    if (isStatementOf(signingKey, statement) || isStatementOf(patientKey, statement)) {
      const { key, algorithm, publicKey, notBefore, notAfter } = statement.payload
      const period = { notBefore: Date.parse(notBefore), notAfter: Date.parse(notAfter) }
      this.#keys.set(key, { algorithm, publicKey, ...period, revokedFrom: Number.POSITIVE_INFINITY })
    }
    if (isStatementOf(patientKey, statement) && statement.payload.replaces)
      this.#revoke(statement.payload.replaces, Date.parse(statement.payload.notBefore))
    if (isStatementOf(keyRevocation, statement)) {
      const { key, reason, revokedFrom } = statement.payload
      this.#revoke(key, reason === 'compromised' ? Number.NEGATIVE_INFINITY : Date.parse(revokedFrom))
    }
  }

  #revoke(id: KeyId, from: number): void {
    const key = this.#keys.get(id)
    if (key) key.revokedFrom = Math.min(key.revokedFrom, from)
  }
}

const timeFaults = (key: Key, id: string, { payload }: ParsedStatement): AuthorFault[] => {
  const at = Date.parse(payload.issuedAt)
  const detail = `signed at ${payload.issuedAt} by key ${id}`
  if (at < key.notBefore) return [{ code: 'key-not-yet-valid', detail }]
  if (at >= key.notAfter) return [{ code: 'key-expired', detail }]
  return at >= key.revokedFrom ? [{ code: 'key-revoked', detail }] : []
}

const signatureFaults = (
  key: Key,
  id: string,
  sig: string,
  { signedBytes }: ParsedStatement,
): AuthorFault[] =>
  verifySignature(key, signedBytes, Buffer.from(sig, 'base64'))
    ? []
    : [{ code: 'signature-invalid', detail: `the signature by key ${id} does not verify` }]
