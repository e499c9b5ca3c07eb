import { createECDH, createSign } from 'node:crypto'
import { bytesToNumberBE, numberToBytesBE } from '@noble/curves/utils.js'
import { fromDer } from '../es256/der.ts'
import { Fn } from './curve.ts'
import { signerDigest } from './message-digest.ts'
import { opensslPrivateKey } from './openssl.ts'

/** Draws an SM2 private key d, 1 ≤ d ≤ n-2 (GM/T 0003.1-2012, section 6.1), 32 bytes. */
export const newSm2PrivateKey = (): Uint8Array => {
  const ecdh = createECDH('SM2')
  do ecdh.generateKeys()
  while (!isSm2PrivateKey(ecdh.getPrivateKey()))
  return numberToBytesBE(bytesToNumberBE(ecdh.getPrivateKey()), 32)
}

/** Whether the bytes are a private key d, 1 ≤ d ≤ n-2: with d = n-1 no signature could be made. */
export const isSm2PrivateKey = (bytes: Uint8Array): boolean => {
  if (bytes.length > 32) return false
  const d = bytesToNumberBE(bytes)
  return d > 0n && d < Fn.ORDER - 1n
}

/** The public key, 65 bytes uncompressed. */
export const sm2PublicKey = (privateKey: Uint8Array): Uint8Array => {
  const ecdh = createECDH('SM2')
  ecdh.setPrivateKey(privateKey)
  return ecdh.getPublicKey()
}

/**
 * A signer for one private key: SM2 digital signature (GM/T 0003.2-2012, section 6.1), r ‖ s in 64 bytes. All of it is
 * OpenSSL's, as in verification: in two steps, with Z before the message, since its one step takes an empty signer id.
 */
export const sm2Signer = (privateKey: Uint8Array, publicKey: Uint8Array) => {
  const key = opensslPrivateKey(privateKey, publicKey)
  const z = signerDigest(publicKey)
  return (message: Uint8Array): Uint8Array => fromDer(createSign('sm3').update(z).update(message).sign(key))
}
