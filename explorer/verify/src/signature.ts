import type { PublicKey } from '@huren/records'
import { weierstrass } from '@noble/curves/abstract/weierstrass.js'
import { ed25519 } from '@noble/curves/ed25519.js'
import { p256 } from '@noble/curves/nist.js'
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { sm3 } from 'sm-crypto-v2'

/** The curve of GB/T 32918.5 (SM2 recommended parameters). */
const curve = {
  p: 0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffffn,
  n: 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n,
  h: 1n,
  a: 0xfffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffcn,
  b: 0x28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93n,
  Gx: 0x32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7n,
  Gy: 0xbc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0n,
}
const Sm2 = weierstrass(curve)
Sm2.BASE.precompute(8)

const hex = (value: bigint) => value.toString(16).padStart(64, '0')
const integer = (bytes: Uint8Array) => bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n)

/** ENTL ‖ ID with the default signer id 1234567812345678 (GM/T 0009), then the curve: the constant part of Z. */
const zPrefix = concatBytes(
  Uint8Array.of(0x00, 0x80),
  utf8ToBytes('1234567812345678'),
  hexToBytes([curve.a, curve.b, curve.Gx, curve.Gy].map(hex).join('')),
)

type Sm2Point = typeof Sm2.BASE

/** Keys seen before: whoever verifies many receipts meets the same few, and a table makes each three times as fast. */
const seen = new Map<string, { readonly point: Sm2Point; uses: number }>()
const seenAtMost = 32

/** The point of a public key; from its second use on with a table. @throws Error when it is not on the curve */
const pointOf = (publicKey: Uint8Array): Sm2Point => {
  const name = bytesToHex(publicKey)
  const known = seen.get(name)
  if (!known && seen.size >= seenAtMost) seen.clear()
  const { point, uses } = known ?? { point: Sm2.fromBytes(publicKey), uses: 0 }
  if (uses === 1) point.precompute(6)
  seen.set(name, { point, uses: uses + 1 })
  return point
}

/** SM2 verification, GM/T 0003.2 section 7.1, with the signature as r ‖ s. */
const verifySm2 = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean => {
  const [r, s] = [integer(signature.subarray(0, 32)), integer(signature.subarray(32))]
  if (r === 0n || s === 0n || r >= curve.n || s >= curve.n) return false
  const key = pointOf(publicKey)
  const t = (r + s) % curve.n
  if (t === 0n) return false
  const z = sm3(concatBytes(zPrefix, publicKey.subarray(1)))
  const e = integer(hexToBytes(sm3(concatBytes(hexToBytes(z), message))))
  const { x } = Sm2.BASE.multiplyUnsafe(s).add(key.multiplyUnsafe(t)).toAffine()
  return (e + x) % curve.n === r
}

/** False instead of an exception: a key off the curve or a malformed signature verifies nothing. */
const never = (check: () => boolean): boolean => {
  try {
    return check()
  } catch {
    return false
  }
}

/** Verifies r ‖ s (64 bytes). SM2-SM3 and ES256 alike accept high s: a signature is not an identifier here. */
export const verifyStatementSignature = (key: PublicKey, message: Uint8Array, signature: Uint8Array) =>
  signature.length === 64 &&
  never(() => {
    const publicKey = hexToBytes(key.publicKey)
    return key.algorithm === 'SM2-SM3'
      ? verifySm2(publicKey, message, signature)
      : p256.verify(signature, message, publicKey, { lowS: false, format: 'compact' })
  })

export const verifySm2Note = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) =>
  signature.length === 64 && never(() => verifySm2(publicKey, message, signature))

/** Ed25519 by RFC 8032: canonical encodings only, no ZIP 215 leniency. */
export const verifyEd25519 = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) =>
  signature.length === 64 && never(() => ed25519.verify(signature, message, publicKey, { zip215: false }))
