import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, concatBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import type { StatementId } from './identifiers.ts'

/** A DSSE envelope (Dead Simple Signing Envelope v1.0): payload and signatures are standard base64. */
export interface Envelope {
  readonly payloadType: string
  readonly payload: string
  readonly signatures: readonly EnvelopeSignature[]
}
export interface EnvelopeSignature {
  /** The signer's key id (see crypto-config), 64 hexadecimal digits. */
  readonly keyid: string
  /** Base64 of r ‖ s, 64 bytes, for SM2-SM3 and ES256 alike. */
  readonly sig: string
}

/**
 * DSSE pre-authentication encoding, the exact bytes that every signature covers:
 * `DSSEv1 LEN(type) type LEN(payload) payload`, lengths in bytes as decimal ASCII.
 */
export const preAuthEncoding = (type: string, payload: Uint8Array): Uint8Array => {
  const typeBytes = utf8ToBytes(type)
  const header = `DSSEv1 ${typeBytes.length} ${type} ${payload.length} `
  return concatBytes(utf8ToBytes(header), payload)
}

/** The statement's id: SHA-256 of its pre-authentication encoding, independent of who signed it how often. */
export const statementId = (type: string, payload: Uint8Array): StatementId =>
  bytesToHex(sha256(preAuthEncoding(type, payload))) as StatementId
