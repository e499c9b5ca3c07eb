import { bytesToNumberBE } from '@noble/curves/utils.js'
import { Fn, Sm2Point } from './curve.ts'
import { type KnownKey, knownKey } from './known-keys.ts'
import { messageDigest } from './message-digest.ts'
import { opensslVerify } from './openssl.ts'

/** GM/T 0003.2-2012, section 7.1, steps B1 to B7, on the library's curve. */
const libraryVerify = ({ point, z }: KnownKey, message: Uint8Array, signature: Uint8Array): boolean => {
  const r = bytesToNumberBE(signature.subarray(0, 32))
  const s = bytesToNumberBE(signature.subarray(32))
  if (!Fn.isValidNot0(r) || !Fn.isValidNot0(s)) return false
  const t = Fn.add(r, s)
  if (t === 0n) return false
  const sum = Sm2Point.BASE.multiplyUnsafe(s).add(point.multiplyUnsafe(t))
  return !sum.is0() && Fn.create(messageDigest(z, message) + sum.toAffine().x) === r
}

/** By OpenSSL, or by the library where Node was built without SM2. */
export const verifyWith = (key: KnownKey, message: Uint8Array, signature: Uint8Array): boolean =>
  key.openssl ? opensslVerify(key.openssl, key.z, message, signature) : libraryVerify(key, message, signature)

/**
 * SM2 verification (GM/T 0003.2-2012, section 7.1) with the default signer id.
 * @param name the public key's hexadecimal form, under which its decoded form is kept
 * @param signature r ‖ s, 64 bytes
 * @throws Error when the public key is not a point of the curve
 */
export const sm2Verify = (
  name: string,
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean => verifyWith(knownKey(name, publicKey), message, signature)
