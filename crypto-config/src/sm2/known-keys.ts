import type { KeyObject } from 'node:crypto'
import { bytesToNumberBE } from '@noble/curves/utils.js'
import { LRUCache } from 'lru-cache'
import { Sm2Point } from './curve.ts'
import { signerDigest } from './message-digest.ts'
import { opensslKey } from './openssl.ts'

/** A public key, decoded and checked once, with what its next verification needs. */
export interface KnownKey {
  readonly point: Sm2Point
  /** Z of GM/T 0003.2, section 5.5. */
  readonly z: Uint8Array
  /** Where Node's OpenSSL has SM2. */
  readonly openssl: KeyObject | undefined
}

const known = new LRUCache<string, KnownKey>({ max: 10_000 })

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
  const key = { point: decodePoint(bytes), z: signerDigest(bytes), openssl: opensslKey(bytes) }
  known.set(name, key)
  return key
}
