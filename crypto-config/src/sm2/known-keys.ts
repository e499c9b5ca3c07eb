import { bytesToNumberBE } from '@noble/curves/utils.js'
import { LRUCache } from 'lru-cache'
import { Sm2Point } from './curve.ts'
import { signerDigest } from './message-digest.ts'

/** A public key, decoded and checked once, with what its next verification needs. */
export interface KnownKey {
  point: Sm2Point
  /** Z of GM/T 0003.2, section 5.5. */
  readonly z: Uint8Array
  /** Valid signatures seen: nobody without the private key makes us build a table. */
  verified: number
}

/** After how many valid signatures a key gets a table, and its window in bits: 30 ms to build, later 80 ms (0.7 MB). */
const growth = new Map([
  [8, 6],
  [64, 8],
])
const known = new LRUCache<string, KnownKey>({ max: 256 })

/** Decodes an uncompressed point. @throws Error when it is not on the curve */
export const decodePoint = (publicKey: Uint8Array): Sm2Point => {
  const point = Sm2Point.fromAffine({
    x: bytesToNumberBE(publicKey.subarray(1, 33)),
    y: bytesToNumberBE(publicKey.subarray(33)),
  })
  point.assertValidity()
  return point
}

/**
 * The key of a name (its hexadecimal form) and its bytes.
 * @throws Error when the point is not on the curve
 */
export const knownKey = (name: string, bytes: Uint8Array): KnownKey => {
  const found = known.get(name)
  if (found) return found
  const key = { point: decodePoint(bytes), z: signerDigest(bytes), verified: 0 }
  known.set(name, key)
  return key
}

/** Counts a valid signature; a key that signs often gets a precomputed table and then verifies four times as fast. */
export const countVerified = (key: KnownKey): void => {
  const window = growth.get(++key.verified)
  if (window !== undefined) key.point = Sm2Point.fromAffine(key.point.toAffine()).precompute(window)
}
