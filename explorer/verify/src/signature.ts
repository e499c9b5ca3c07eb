import type { Algorithm } from '@huren/records'
import { ed25519 } from '@noble/curves/ed25519.js'
import { p256 } from '@noble/curves/nist.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, concatBytes } from '@noble/hashes/utils.js'
import { verifySm2 } from './sm2.ts'

/** What a signature claims: that the key's owner signed the message. */
export interface Claim {
  readonly algorithm: Algorithm | 'Ed25519'
  /** Ed25519: 32 bytes (RFC 8032); else the uncompressed point, 65 bytes. */
  readonly publicKey: Uint8Array
  readonly message: Uint8Array
  /** 64 bytes; r ‖ s, or R ‖ S of RFC 8032. */
  readonly signature: Uint8Array
}
/** Whether a claim holds. Never throws. */
export type Verify = (claim: Claim) => boolean

/** High s is accepted for SM2-SM3 and ES256 alike: a signature is not an identifier here. */
const verifiers: Readonly<Record<Claim['algorithm'], Verify>> = {
  'SM2-SM3': ({ publicKey, message, signature }) => verifySm2(publicKey, message, signature),
  ES256: ({ publicKey, message, signature }) =>
    p256.verify(signature, message, publicKey, { lowS: false, format: 'compact' }),
  // RFC 8032: canonical encodings only, no ZIP 215 leniency.
  Ed25519: ({ publicKey, message, signature }) =>
    ed25519.verify(signature, message, publicKey, { zip215: false }),
}

/** Claims that held: receipts of one province rest on the same few registrations, which need not be verified each time. */
const held = new Set<string>()
const heldAtMost = 4096
const nameOf = ({ algorithm, publicKey, message, signature }: Claim) =>
  `${algorithm} ${bytesToHex(concatBytes(publicKey, signature, sha256(message)))}`

export const hasHeld = (claim: Claim): boolean => held.has(nameOf(claim))
export const remember = (claim: Claim): void => {
  if (held.size >= heldAtMost) held.clear()
  held.add(nameOf(claim))
}
/** Forgets what has been verified, so that a measurement begins anew. */
export const forget = (): void => held.clear()

let native: Verify | undefined

/**
 * Has the platform's own cryptography asked before the library; `undefined` for the library alone.
 * @param verify only its yes counts: whatever it does not confirm is judged by the library
 */
export const useNative = (verify: Verify | undefined): void => {
  native = verify
}
export const hasNative = (): boolean => native !== undefined

/** Verifies with nothing but this library, or what a program gave to `useNative`; a key off its curve or a malformed signature verifies nothing. */
export const verifySignature: Verify = (claim) => {
  if (claim.signature.length !== 64) return false
  if (hasHeld(claim)) return true
  try {
    const holds = native?.(claim) || verifiers[claim.algorithm](claim)
    if (holds) remember(claim)
    return holds
  } catch {
    return false
  }
}
