import type { KeyObject } from 'node:crypto'
import { bytesToNumberBE } from '@noble/curves/utils.js'
import { LRUCache } from 'lru-cache'
import { Sm2Point } from './curve.ts'
import { signerDigest } from './message-digest.ts'
import { opensslKey } from './openssl.ts'
import { Table } from './table.ts'

/** A point by which numbers are multiplied; the more often, the larger its precomputed table. */
export interface Multiplied {
  readonly point: Sm2Point
  table?: Table
  /** Valid signatures seen: nobody without the private key makes us build a table. */
  verified: number
}
/** A public key, decoded and checked once, with what its next verification needs. */
export interface KnownKey extends Multiplied {
  /** Z of GM/T 0003.2, section 5.5. */
  readonly z: Uint8Array
  /** For as long as it has no table. */
  readonly openssl: KeyObject | undefined
}

/**
 * After how many valid signatures a table is built, and its window in bits: 5 take 12 ms (0.1 MB), 8 take 70 ms (0.6 MB), 10 take
 * 250 ms (2 MB). Without one a verification costs 0.8 ms where OpenSSL does it, and 3.4 ms where it cannot: there a
 * small table pays for itself after four more signatures, else only a large one ever does.
 */
const growth = {
  key: new Map([[512, 8]]),
  keyAlone: new Map([
    [2, 5],
    [256, 8],
  ]),
  generator: new Map([
    [64, 8],
    [2_000, 10],
  ]),
}
export const generator: Multiplied = { point: Sm2Point.BASE, verified: 0 }
/** The keys seen last, as many as fit: some 150 MB of tables, enough for the small ones of 1,200 keys. */
const known = new LRUCache<string, KnownKey>({
  maxSize: 1_000_000,
  sizeCalculation: ({ table }) => 10 + (table?.points ?? 0),
})

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
  const key = {
    point: decodePoint(bytes),
    z: signerDigest(bytes),
    openssl: opensslKey(bytes),
    verified: 0,
  }
  known.set(name, key)
  return key
}

/** @returns whether it has a new table */
const grow = (one: Multiplied, windows: ReadonlyMap<number, number>): boolean => {
  const window = windows.get(++one.verified)
  if (window !== undefined) one.table = new Table(one.point, window)
  return window !== undefined
}

/**
 * Counts a valid signature; a key that signs often gets a precomputed table.
 * @param name under which it is known
 */
export const countVerified = (name: string, key: KnownKey): void => {
  if (grow(key, key.openssl ? growth.key : growth.keyAlone)) known.set(name, key)
  grow(generator, growth.generator)
}
