import { createPrivateKey, createPublicKey, createVerify, type KeyObject } from 'node:crypto'
import { toDer } from '../es256/der.ts'

/** What stands before a point in a SubjectPublicKeyInfo of SM2 (RFC 5280, section 4.1; GM/T 0006: 1.2.156.10197.1.301). */
const header = Buffer.from('3059301306072a8648ce3d020106082a811ccf5501822d034200', 'hex')

/** A public key as Node's OpenSSL has it; undefined where it was built without SM2. */
export const opensslKey = (publicKey: Uint8Array): KeyObject | undefined => {
  try {
    return createPublicKey({ key: Buffer.concat([header, publicKey]), format: 'der', type: 'spki' })
  } catch {
    return undefined
  }
}

/** What stands before and between d and its point in a PrivateKeyInfo (RFC 5208, section 5) with an ECPrivateKey (RFC 5915, section 3). */
const [beforeScalar, beforePoint] = [
  Buffer.from('308187020100301306072a8648ce3d020106082a811ccf5501822d046d306b0201010420', 'hex'),
  Buffer.from('a144034200', 'hex'),
]

/** A private key of 32 bytes as Node's OpenSSL has it. @throws Error where it was built without SM2 */
export const opensslPrivateKey = (privateKey: Uint8Array, publicKey: Uint8Array): KeyObject =>
  createPrivateKey({
    key: Buffer.concat([beforeScalar, privateKey, beforePoint, publicKey]),
    format: 'der',
    type: 'pkcs8',
  })

/**
 * Verifies SM2-SM3. OpenSSL's one-step verification takes an empty signer id for SM2; in two steps it hashes what it is
 * given, so that Z goes before the message here (GM/T 0003.2, section 7.1).
 */
export const opensslVerify = (
  key: KeyObject,
  z: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean => createVerify('sm3').update(z).update(message).verify(key, toDer(signature))
