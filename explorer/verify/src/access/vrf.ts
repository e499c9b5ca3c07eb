import { ed25519 } from '@noble/curves/ed25519.js'
import { sha512 } from '@noble/hashes/sha2.js'
import { concatBytes } from '@noble/hashes/utils.js'

/** ECVRF-EDWARDS25519-SHA512-TAI, RFC 9381, section 5.5: verification only. */
const { Point } = ed25519
type Point = InstanceType<typeof Point>

const suite = 0x03
const end = Uint8Array.of(0x00)

const littleEndian = (bytes: Uint8Array): bigint =>
  bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n)

const pointOf = (bytes: Uint8Array): Point | undefined => {
  try {
    return Point.fromBytes(bytes)
  } catch {
    return undefined
  }
}

/** Section 5.4.1.1, try and increment; the salt is the public key. */
const encodeToCurve = (publicKey: Uint8Array, text: Uint8Array): Point | undefined => {
  for (let counter = 0; counter < 256; counter++) {
    const input = concatBytes(Uint8Array.of(suite, 0x01), publicKey, text, Uint8Array.of(counter), end)
    const point = pointOf(sha512(input).subarray(0, 32))
    if (point) return point.clearCofactor()
  }
  return undefined
}

/**
 * The output that a proof proves for a text (section 5.3, with key validation), or undefined when it proves nothing.
 * @param proof 80 bytes, its points written canonically
 */
export const vrfOutput = (
  publicKey: Uint8Array,
  text: Uint8Array,
  proof: Uint8Array,
): Uint8Array | undefined => {
  if (proof.length !== 80) return undefined
  const [key, gamma, h] = [pointOf(publicKey), pointOf(proof.subarray(0, 32)), encodeToCurve(publicKey, text)]
  const [c, s] = [littleEndian(proof.subarray(32, 48)), littleEndian(proof.subarray(48))]
  if (!key || !gamma || !h || key.isSmallOrder() || s >= Point.Fn.ORDER) return undefined
  const u = Point.BASE.multiplyUnsafe(s).subtract(key.multiplyUnsafe(c))
  const v = h.multiplyUnsafe(s).subtract(gamma.multiplyUnsafe(c))
  const points = [h, gamma, u, v].map((point) => point.toBytes())
  const challenge = sha512(concatBytes(Uint8Array.of(suite, 0x02), publicKey, ...points, end))
  if (littleEndian(challenge.subarray(0, 16)) !== c) return undefined
  return sha512(concatBytes(Uint8Array.of(suite, 0x03), gamma.clearCofactor().toBytes(), end))
}
