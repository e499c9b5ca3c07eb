import { createECDH } from 'node:crypto'
import { bytesToNumberBE, concatBytes, numberToBytesBE } from '@noble/curves/utils.js'
import { Fn } from './curve.ts'
import { messageDigest, signerDigest } from './message-digest.ts'

/** A fresh nonce k and the x coordinate of k·G, by OpenSSL: its CSPRNG and its constant-time multiplication. */
const freshNonce = () => {
  const ephemeral = createECDH('SM2')
  const point = ephemeral.generateKeys()
  return { k: bytesToNumberBE(ephemeral.getPrivateKey()), x: bytesToNumberBE(point.subarray(1, 33)) }
}

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
 * A signer for one private key: SM2 digital signature (GM/T 0003.2-2012, section 6.1), r ‖ s in 64 bytes.
 * @param drawNonce for published vectors only; otherwise every signature draws its own
 */
export const sm2Signer = (privateKey: Uint8Array, publicKey: Uint8Array, drawNonce = freshNonce) => {
  const d = bytesToNumberBE(privateKey)
  const inverse = Fn.inv(Fn.add(d, 1n))
  const z = signerDigest(publicKey)
  return (message: Uint8Array): Uint8Array => {
    const e = messageDigest(z, message)
    for (;;) {
      const { k, x } = drawNonce()
      const r = Fn.create(e + x)
      const s = Fn.mul(inverse, Fn.sub(k, Fn.mul(r, d)))
      if (r !== 0n && Fn.add(r, k) !== 0n && s !== 0n)
        return concatBytes(numberToBytesBE(r, 32), numberToBytesBE(s, 32))
    }
  }
}
