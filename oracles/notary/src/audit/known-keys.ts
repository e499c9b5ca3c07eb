import { verifySignature } from '@huren/crypto-config'
import {
  isStatementOf,
  keyId,
  keyRevocation,
  type ParsedStatement,
  type PublicKey,
  parseEnvelope,
  patientKey,
  signingKey,
} from '@huren/records'
import type { LeafEntry } from '../log/leaves.ts'
import type { KeyChange, Signed, Unresolved } from './summary.ts'

/**
 * Public keys by their ids. An id is the digest of its key, so that any registration of it will do to verify a
 * signature; whether it was registered in time is judged when the summaries are merged.
 */
export class KnownKeys {
  readonly #keys = new Map<string, PublicKey>()

  add(id: string, key: PublicKey): void {
    this.#keys.set(id, key)
  }

  /** Verifies an accepted statement's signatures with the keys that are known. */
  signed({ envelope }: LeafEntry, verify: boolean): Signed | 'unreadable' {
    let statement: ParsedStatement
    try {
      statement = parseEnvelope(envelope)
    } catch {
      return 'unreadable'
    }
    const changes = changesOf(statement)
    for (const change of changes)
      if (change.kind === 'registered' && change.own)
        this.add(change.key, { algorithm: change.algorithm, publicKey: change.publicKey })
    const { signatures } = statement.envelope
    const unresolved: Unresolved[] = []
    const wrong = verify
      ? signatures.flatMap(({ keyid, sig }) => {
          const [key, signature] = [this.#keys.get(keyid), Uint8Array.from(Buffer.from(sig, 'base64'))]
          const claim = { key: keyid, message: statement.signedBytes, signature }
          if (!key) unresolved.push(claim)
          return !key || verifySignature(key, statement.signedBytes, signature) ? [] : [keyid]
        })
      : []
    const issuedAt = Date.parse(statement.payload.issuedAt)
    return { issuedAt, keys: signatures.map(({ keyid }) => keyid), wrong, unresolved, changes }
  }
}

const changesOf = (statement: ParsedStatement): KeyChange[] => {
  const changes: KeyChange[] = []
  if (isStatementOf(signingKey, statement) || isStatementOf(patientKey, statement)) {
    const { key, algorithm, publicKey, notBefore, notAfter } = statement.payload
    const own = keyId({ algorithm, publicKey }) === key
    const period = { notBefore: Date.parse(notBefore), notAfter: Date.parse(notAfter) }
    changes.push({ kind: 'registered', key, own, algorithm, publicKey, ...period })
  }
  if (isStatementOf(patientKey, statement) && statement.payload.replaces)
    changes.push({
      kind: 'revoked',
      key: statement.payload.replaces,
      from: Date.parse(statement.payload.notBefore),
    })
  if (isStatementOf(keyRevocation, statement)) {
    const { key, reason, revokedFrom } = statement.payload
    const from = reason === 'compromised' ? Number.NEGATIVE_INFINITY : Date.parse(revokedFrom)
    changes.push({ kind: 'revoked', key, from })
  }
  return changes
}
