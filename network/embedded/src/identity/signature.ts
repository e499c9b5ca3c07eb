import { type KeyObject, sign, verify } from 'node:crypto'
import { p256 } from '@noble/curves/nist.js'

/** Fabric accepts only the smaller of the two S values of an ECDSA signature, so that nobody can vary a signature. */
const toLowS = (signature: Uint8Array): Uint8Array => {
  const parsed = p256.Signature.fromBytes(signature, 'der')
  return parsed.hasHighS()
    ? new p256.Signature(parsed.r, p256.Point.Fn.neg(parsed.s)).toBytes('der')
    : signature
}

/** ECDSA P-256 with SHA-256 over `bytes`, DER, low S. */
export const signLowS = (key: KeyObject, bytes: Uint8Array): Uint8Array => toLowS(sign('sha256', bytes, key))

/** True if `signature` is a DER, low-S ECDSA P-256 signature with SHA-256 over `bytes`. Never throws. */
export const verifyLowS = (key: KeyObject, bytes: Uint8Array, signature: Uint8Array): boolean => {
  try {
    return !p256.Signature.fromBytes(signature, 'der').hasHighS() && verify('sha256', bytes, key, signature)
  } catch {
    return false
  }
}
