import { sha256Hex } from '#platform'
import type { StatementId } from './identifiers.ts'

const utf8 = new TextEncoder()

/**
 * DSSE pre-authentication encoding, the exact bytes that every signature covers:
 * `DSSEv1 LEN(type) type LEN(payload) payload`, lengths in bytes as decimal ASCII.
 */
export const preAuthEncoding = (type: string, payload: Uint8Array): Uint8Array => {
  const header = utf8.encode(`DSSEv1 ${utf8.encode(type).length} ${type} ${payload.length} `)
  const bytes = new Uint8Array(header.length + payload.length)
  bytes.set(header)
  bytes.set(payload, header.length)
  return bytes
}

/** A statement's id from its pre-authentication encoding: independent of who signed it, and how often. */
export const statementIdOf = (signedBytes: Uint8Array): StatementId => sha256Hex(signedBytes) as StatementId

/** A statement's id from its payload type and payload bytes. */
export const statementId = (type: string, payload: Uint8Array): StatementId =>
  statementIdOf(preAuthEncoding(type, payload))
