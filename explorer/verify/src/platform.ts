import { bytesToNumberLE } from '@noble/curves/utils.js'
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import { type Claim, hasHeld, remember } from './signature.ts'

/** Web Crypto's names (W3C Web Cryptography API; Ed25519 by its Secure Curves). It knows no SM2. */
const names = {
  Ed25519: { key: { name: 'Ed25519' }, signature: { name: 'Ed25519' } },
  ES256: {
    key: { name: 'ECDSA', namedCurve: 'P-256' },
    signature: { name: 'ECDSA', hash: 'SHA-256' },
  },
} as const

const p = 2n ** 255n - 19n
/** y of a point of order 8, as its encoding's bytes (RFC 8032, section 5.1.2) have it. */
const eighth = bytesToNumberLE(hexToBytes('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05'))
/** y of all points whose order divides 8: which x goes with it does not matter. */
const ofSmallOrder = new Set([0n, 1n, p - 1n, eighth, p - eighth])
const signBit = 2n ** 255n

/**
 * Platforms differ in which malformed Ed25519 keys they take: only a canonical encoding, not of small order, is handed to
 * them. That it lies on the curve is theirs to find: one that does not verifies nothing.
 */
const isOrdinary = (publicKey: Uint8Array): boolean => {
  const y = bytesToNumberLE(publicKey) % signBit
  return y < p && !ofSmallOrder.has(y)
}

/** Whether the platform may be asked about a key. */
export const isUsable = ({ algorithm, publicKey }: Claim): boolean =>
  algorithm === 'Ed25519' ? publicKey.length === 32 && isOrdinary(publicKey) : publicKey.length === 65

/** Whether the platform may verify this claim instead of the library: both then come to the same answer. */
export const isForPlatform = (claim: Claim): boolean =>
  claim.algorithm !== 'SM2-SM3' && claim.signature.length === 64 && !hasHeld(claim) && isUsable(claim)

const copy = (bytes: Uint8Array) => Uint8Array.from(bytes)

/** Keys of one platform, imported once: every receipt bears the signatures of the same few notaries. */
const imported = new WeakMap<SubtleCrypto, Map<string, Promise<CryptoKey>>>()
const importedAtMost = 256

const importKey = (subtle: SubtleCrypto, algorithm: keyof typeof names, publicKey: Uint8Array) => {
  const keys = imported.get(subtle) ?? new Map<string, Promise<CryptoKey>>()
  imported.set(subtle, keys)
  if (keys.size >= importedAtMost) keys.clear()
  const name = `${algorithm} ${bytesToHex(publicKey)}`
  const key =
    keys.get(name) ?? subtle.importKey('raw', copy(publicKey), names[algorithm].key, false, ['verify'])
  keys.set(name, key)
  return key
}

const holds = async (subtle: SubtleCrypto, claim: Claim): Promise<boolean> => {
  const { algorithm, publicKey, signature, message } = claim
  if (algorithm === 'SM2-SM3') return false
  const key = await importKey(subtle, algorithm, publicKey)
  const valid = await subtle.verify(names[algorithm].signature, key, copy(signature), copy(message))
  if (valid) remember(claim)
  return valid
}

/** Web Crypto is there in Node and, in a secure context, in browsers. */
export const platformCrypto = (): SubtleCrypto | undefined => globalThis.crypto?.subtle

/** Whether all claims hold by the platform's Web Crypto; also false when it cannot tell. */
export const allHold = async (subtle: SubtleCrypto, claims: readonly Claim[]): Promise<boolean> => {
  try {
    return (await Promise.all(claims.map((claim) => holds(subtle, claim)))).every(Boolean)
  } catch {
    return false
  }
}
