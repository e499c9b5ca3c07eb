import { bytesToNumberBE } from '@noble/curves/utils.js'
import { Fn, Sm2Point } from './curve.ts'
import { countVerified, generator, type KnownKey, knownKey, type Multiplied } from './known-keys.ts'
import { messageDigest } from './message-digest.ts'
import { opensslVerify } from './openssl.ts'
import { sumOf } from './sum.ts'

const { Fp } = Sm2Point

/** x(R) mod n = v, without leaving projective coordinates: x = X/Z is v, or v + n where that is below p. */
const xIs = ({ X, Z }: Sm2Point, v: bigint): boolean => {
  if (Z === 0n) return false
  const equals = (x: bigint) => x < Fp.ORDER && Fp.mul(x, Z) === X
  return equals(v) || equals(v + Fn.ORDER)
}

/** From tables where there are some: all their terms are summed together. */
const sumOfProducts = (...products: readonly [Multiplied, bigint][]): Sm2Point => {
  const terms = products.flatMap(([{ table }, scalar]) => table?.terms(scalar) ?? [])
  const others = products.filter(([{ table }]) => !table)
  return others.reduce((sum, [{ point }, scalar]) => sum.add(point.multiplyUnsafe(scalar)), sumOf(terms))
}

/** By a table, by OpenSSL, or by neither: whatever the key has. */
export const verifyWith = (key: KnownKey, message: Uint8Array, signature: Uint8Array): boolean => {
  const r = bytesToNumberBE(signature.subarray(0, 32))
  const s = bytesToNumberBE(signature.subarray(32))
  if (!Fn.isValidNot0(r) || !Fn.isValidNot0(s)) return false
  const t = Fn.add(r, s)
  if (t === 0n) return false
  if (!key.table && key.openssl) return opensslVerify(key.openssl, key.z, message, signature)
  const sum = sumOfProducts([generator, s], [key, t])
  return xIs(sum, Fn.create(r - messageDigest(key.z, message)))
}

/**
 * SM2 verification (GM/T 0003.2-2012, section 7.1) with the default signer id.
 * @param name the public key's hexadecimal form, under which its table is kept
 * @param signature r ‖ s, 64 bytes
 * @throws Error when the public key is not a point of the curve
 */
export const sm2Verify = (
  name: string,
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean => {
  const key = knownKey(name, publicKey)
  const valid = verifyWith(key, message, signature)
  if (valid) countVerified(name, key)
  return valid
}
