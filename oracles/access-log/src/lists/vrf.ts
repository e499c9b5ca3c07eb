import { hash } from 'node:crypto'
import { ed25519 } from '@noble/curves/ed25519.js'

/**
 * ECVRF-EDWARDS25519-SHA512-TAI (RFC 9381, section 5.5): whoever has the secret computes an output for a text and can
 * prove it; nobody else can compute it, and nobody at all can prove another output for the same text and key.
 */
const { Point, utils } = ed25519
type Point = InstanceType<typeof Point>

const suite = Buffer.of(0x03)
const end = Buffer.of(0x00)
const { ORDER: order } = Point.Fn
const sha512 = (...parts: readonly Uint8Array[]): Buffer => hash('sha512', Buffer.concat(parts), 'buffer')

const littleEndian = (bytes: Uint8Array): bigint =>
  BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`)
const bytesOf = (value: bigint, length: number): Buffer =>
  Buffer.from(value.toString(16).padStart(length * 2, '0'), 'hex').reverse()

const pointOf = (bytes: Uint8Array): Point | undefined => {
  try {
    return Point.fromBytes(bytes)
  } catch {
    return undefined
  }
}

/** Section 5.4.1.1, try and increment; the salt is the public key. Half of the tries succeed. */
const encodeToCurve = (publicKey: Uint8Array, text: Uint8Array): Point => {
  for (let counter = 0; counter < 256; counter++) {
    const digest = sha512(suite, Buffer.of(0x01), publicKey, text, Buffer.of(counter), end)
    const point = pointOf(digest.subarray(0, 32))
    if (point) return point.clearCofactor()
  }
  throw new RangeError('no point was found, which happens to one text in 2^256')
}

/** Section 5.4.3. */
const challenge = (...points: readonly Uint8Array[]): bigint =>
  littleEndian(sha512(suite, Buffer.of(0x02), ...points, end).subarray(0, 16))

/** Section 5.2. */
const outputOf = (gamma: Point): Buffer =>
  sha512(suite, Buffer.of(0x03), gamma.clearCofactor().toBytes(), end)

/** The secret of a log's labels. */
export class Vrf {
  readonly publicKey: Buffer
  readonly #scalar: bigint
  readonly #prefix: Uint8Array

  /** @param seed 32 bytes, as the secret key of Ed25519 (RFC 8032, section 5.1.5) */
  constructor(seed: Uint8Array) {
    const { scalar, prefix, pointBytes } = utils.getExtendedPublicKey(seed)
    this.publicKey = Buffer.from(pointBytes)
    this.#scalar = scalar
    this.#prefix = prefix
  }

  /** 64 bytes that look random to everybody else. */
  output(text: Uint8Array): Buffer {
    return outputOf(encodeToCurve(this.publicKey, text).multiply(this.#scalar))
  }

  /** 80 bytes that prove the output of a text; section 5.1. */
  prove(text: Uint8Array): Buffer {
    const h = encodeToCurve(this.publicKey, text)
    const hBytes = h.toBytes()
    const gamma = h.multiply(this.#scalar)
    const nonce = littleEndian(sha512(this.#prefix, hBytes)) % order
    const points = [gamma, Point.BASE.multiply(nonce), h.multiply(nonce)].map((point) => point.toBytes())
    const c = challenge(this.publicKey, hBytes, ...points)
    const s = (nonce + c * this.#scalar) % order
    return Buffer.concat([gamma.toBytes(), bytesOf(c, 16), bytesOf(s, 32)])
  }
}

/**
 * The output that a proof proves for a text, or undefined when it proves nothing; section 5.3, with key validation.
 * Points must be written canonically.
 */
export const verifiedOutput = (
  publicKey: Uint8Array,
  text: Uint8Array,
  proof: Uint8Array,
): Buffer | undefined => {
  const [key, gamma] = [pointOf(publicKey), pointOf(proof.subarray(0, 32))]
  const [c, s] = [littleEndian(proof.subarray(32, 48)), littleEndian(proof.subarray(48))]
  if (proof.length !== 80 || !key || !gamma || key.isSmallOrder() || s >= order) return undefined
  const h = encodeToCurve(publicKey, text)
  const u = Point.BASE.multiplyUnsafe(s).subtract(key.multiplyUnsafe(c))
  const v = h.multiplyUnsafe(s).subtract(gamma.multiplyUnsafe(c))
  const points = [h, gamma, u, v].map((point) => point.toBytes())
  return challenge(publicKey, ...points) === c ? outputOf(gamma) : undefined
}
