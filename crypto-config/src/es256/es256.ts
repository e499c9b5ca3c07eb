import { createECDH, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { fromDer, toDer } from './der.ts'

const known = new LRUCache<string, KeyObject>({ max: 4096 })

const jwk = (publicKey: Uint8Array) => ({
  kty: 'EC',
  crv: 'P-256',
  x: Buffer.from(publicKey.subarray(1, 33)).toString('base64url'),
  y: Buffer.from(publicKey.subarray(33, 65)).toString('base64url'),
})

/** Draws a P-256 private key, 32 bytes. */
export const newEs256PrivateKey = (): Uint8Array => {
  const ecdh = createECDH('prime256v1')
  ecdh.generateKeys()
  return Buffer.from(ecdh.getPrivateKey('hex').padStart(64, '0'), 'hex')
}

/** The public key, 65 bytes uncompressed. @throws Error when the private key is 0 or at least the order */
export const es256PublicKey = (privateKey: Uint8Array): Uint8Array => {
  const ecdh = createECDH('prime256v1')
  ecdh.setPrivateKey(privateKey)
  return ecdh.getPublicKey()
}

/** A signer for one private key: ES256 (RFC 7518, section 3.4), ECDSA on P-256 with SHA-256, r ‖ s in 64 bytes. */
export const es256Signer = (privateKey: Uint8Array, publicKey: Uint8Array) => {
  const d = Buffer.from(privateKey).toString('base64url')
  const key = createPrivateKey({ key: { ...jwk(publicKey), d }, format: 'jwk' })
  return (message: Uint8Array): Uint8Array => fromDer(sign('sha256', message, key))
}

/** Decodes a public key, once per name. @throws Error when it is not a point of the curve */
export const es256Key = (name: string, publicKey: Uint8Array): KeyObject => {
  const found = known.get(name)
  if (found) return found
  const key = createPublicKey({ key: jwk(publicKey), format: 'jwk' })
  known.set(name, key)
  return key
}

/**
 * Verifies r ‖ s, low and high s alike.
 * @param name the public key's hexadecimal form, under which its decoded form is kept
 * @throws Error when the public key is not a point of the curve
 */
export const es256Verify = (
  name: string,
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean => verify('sha256', message, es256Key(name, publicKey), toDer(signature))
