import { bytesToNumberBE, numberToBytesBE } from '@noble/curves/utils.js'
import { sm3 } from '../sm3.ts'
import { sm2Curve } from './curve.ts'

/** The signer id that GM/T 0009-2012 (section 10) sets where none is agreed; UKeys and other GM software use it. */
const signerId = new TextEncoder().encode('1234567812345678')
const { a, b, Gx, Gy } = sm2Curve
const curveBytes = [a, b, Gx, Gy].map((number) => numberToBytesBE(number, 32))

/** Z (GM/T 0003.2-2012, section 5.5): binds signer id, curve and public key (65 bytes, uncompressed) to each signature. */
export const signerDigest = (publicKey: Uint8Array): Uint8Array =>
  sm3(Uint8Array.of(0, signerId.length * 8), signerId, ...curveBytes, publicKey.subarray(1))

/** e = SM3(Z ‖ M) as a number (GM/T 0003.2-2012, section 6.1, steps A1 and A2). */
export const messageDigest = (z: Uint8Array, message: Uint8Array): bigint => bytesToNumberBE(sm3(z, message))
