import type { PublicKey } from '@huren/records'
import { es256Key, es256Verify } from '../es256/es256.ts'
import { decodePoint } from '../sm2/known-keys.ts'
import { sm2Verify } from '../sm2/verify.ts'

const verifiers = {
  'SM2-SM3': { verify: sm2Verify, decode: (_name: string, bytes: Uint8Array) => decodePoint(bytes) },
  ES256: { verify: es256Verify, decode: es256Key },
} as const

const shape = /^04[0-9a-f]{128}$/

/**
 * Verifies a signature of 64 bytes, r ‖ s, over bytes (hashing is part of the algorithm). A key that has signed before is
 * verified faster: what it needs is kept for the keys seen last.
 * @returns false for whatever is wrong, a malformed key or signature too; never throws
 */
export const verifySignature = (key: PublicKey, bytes: Uint8Array, signature: Uint8Array): boolean => {
  if (signature.length !== 64 || !shape.test(key.publicKey)) return false
  try {
    return verifiers[key.algorithm].verify(key.publicKey, Buffer.from(key.publicKey, 'hex'), bytes, signature)
  } catch {
    return false
  }
}

/** Whether the key is an uncompressed point of its algorithm's curve (and not the point at infinity). */
export const isValidPublicKey = ({ algorithm, publicKey }: PublicKey): boolean => {
  if (!shape.test(publicKey)) return false
  try {
    verifiers[algorithm].decode(publicKey, Buffer.from(publicKey, 'hex'))
    return true
  } catch {
    return false
  }
}
