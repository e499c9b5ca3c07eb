import { weierstrass } from '@noble/curves/abstract/weierstrass.js'
import { bytesToNumberBE } from '@noble/curves/utils.js'
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { sm3 } from 'sm-crypto-v2'
import { coordinateField } from './sm2-field.ts'

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
const Sm2 = weierstrass(curve, { Fp: coordinateField(curve.p, curve.a) })
type Sm2Point = typeof Sm2.BASE

const hex = (value: bigint) => value.toString(16).padStart(64, '0')

/** ENTL ‖ ID with the default signer id 1234567812345678 (GM/T 0009), then the curve: the constant part of Z. */
const zPrefix = concatBytes(
  Uint8Array.of(0x00, 0x80),
  utf8ToBytes('1234567812345678'),
  hexToBytes([curve.a, curve.b, curve.Gx, curve.Gy].map(hex).join('')),
)

/** A point by which numbers are multiplied: the more often, the larger the table that is worth building. */
interface Multiplied {
  point: Sm2Point
  uses: number
  hasTable: boolean
}
interface KnownKey extends Multiplied {
  /** Z of GM/T 0003.2, section 5.5. */
  readonly z: Uint8Array
}

/** At which use a table is built, and its window in bits: 4 costs as much as two verifications, 6 ten, 8 twenty. */
const windows = {
  key: new Map([
    [3, 4],
    [24, 6],
    [200, 8],
  ]),
  generator: new Map([
    [8, 4],
    [40, 6],
    [200, 8],
  ]),
}
const generator: Multiplied = { point: Sm2.BASE, uses: 0, hasTable: false }

/** Keys seen before, the one used longest ago first: whoever verifies many receipts meets the same few. */
const seen = new Map<string, KnownKey>()
const seenAtMost = 64

/** Z of a public key, 65 bytes, and the default signer id (GM/T 0003.2, section 5.5): what is signed begins with it. */
export const signerDigest = (publicKey: Uint8Array): Uint8Array =>
  hexToBytes(sm3(concatBytes(zPrefix, publicKey.subarray(1))))

const decode = (publicKey: Uint8Array): KnownKey => ({
  point: Sm2.fromBytes(publicKey),
  uses: 0,
  hasTable: false,
  z: signerDigest(publicKey),
})

/** @throws Error when the key is not a point of the curve */
const knownKey = (publicKey: Uint8Array): KnownKey => {
  const name = bytesToHex(publicKey)
  const key = seen.get(name) ?? decode(publicKey)
  seen.delete(name)
  seen.set(name, key)
  for (const oldest of seen.keys()) if (seen.size > seenAtMost) seen.delete(oldest)
  return key
}

const use = (one: Multiplied, growth: ReadonlyMap<number, number>): void => {
  one.uses += 1
  const window = growth.get(one.uses)
  if (window === undefined) return
  one.point = Sm2.fromAffine(one.point.toAffine()).precompute(window)
  one.hasTable = true
}

/** a·G + b·P: with tables where they are, else in one pass over both. */
const combine = (a: bigint, key: Multiplied, b: bigint): Sm2Point => {
  use(generator, windows.generator)
  use(key, windows.key)
  return generator.hasTable && key.hasTable
    ? generator.point.multiplyUnsafe(a).add(key.point.multiplyUnsafe(b))
    : Sm2.BASE.mulAddUnsafe(a, key.point, b)
}

const { Fp } = Sm2

/** x mod n = v for the point's affine x = X/Z, without the division: x is v, or v + n where that is below p. */
const xIs = ({ X, Z }: Sm2Point, v: bigint): boolean => {
  const equals = (x: bigint) => x < curve.p && Fp.mul(x, Z) === X
  return Z !== 0n && (equals(v) || equals(v + curve.n))
}

/**
 * SM2 verification, GM/T 0003.2-2012 section 7.1, with the signature as r ‖ s.
 * @throws Error when the key is not a point of the curve
 */
export const verifySm2 = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean => {
  const [r, s] = [bytesToNumberBE(signature.subarray(0, 32)), bytesToNumberBE(signature.subarray(32))]
  if (r === 0n || s === 0n || r >= curve.n || s >= curve.n) return false
  const key = knownKey(publicKey)
  const t = (r + s) % curve.n
  if (t === 0n) return false
  const e = bytesToNumberBE(hexToBytes(sm3(concatBytes(key.z, message))))
  return xIs(combine(s, key, t), Sm2.Fn.create(r - e))
}
