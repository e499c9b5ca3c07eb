import { ed25519 } from '@noble/curves/ed25519.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { type Claim, hasHeld, remember } from './signature.ts'

/** Web Crypto's names (W3C Web Cryptography API; Ed25519 by its Secure Curves). It knows no SM2. */
const names = {
  Ed25519: { key: { name: 'Ed25519' }, signature: { name: 'Ed25519' } },
  ES256: {
    key: { name: 'ECDSA', namedCurve: 'P-256' },
    signature: { name: 'ECDSA', hash: 'SHA-256' },
  },
} as const

const usable = new Map<string, boolean>()

const isOrdinary = (publicKey: Uint8Array): boolean => {
  try {
    return !ed25519.Point.fromBytes(publicKey, false).isSmallOrder()
  } catch {
    return false
  }
}

/** Platforms differ in which malformed Ed25519 keys they take: only a canonical point, not of small order, is handed to them. */
export const isUsable = ({ algorithm, publicKey }: Claim): boolean => {
  if (algorithm !== 'Ed25519') return publicKey.length === 65
  const name = bytesToHex(publicKey)
  const known = usable.get(name)
  if (known !== undefined) return known
  if (usable.size >= 256) usable.clear()
  const valid = isOrdinary(publicKey)
  usable.set(name, valid)
  return valid
}

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
