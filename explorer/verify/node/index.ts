import { createPublicKey, createVerify, type KeyObject, verify } from 'node:crypto'
import { DER } from '@noble/curves/abstract/weierstrass.js'
import { bytesToNumberBE } from '@noble/curves/utils.js'
import { isUsable } from '../src/platform.ts'
import { type Claim, useNative, type Verify } from '../src/signature.ts'
import { signerDigest } from '../src/sm2.ts'

/** What stands before a public key in a SubjectPublicKeyInfo (RFC 5280, section 4.1): algorithm, curve, length. */
const headers = {
  'SM2-SM3': '3059301306072a8648ce3d020106082a811ccf5501822d034200',
  ES256: '3059301306072a8648ce3d020106082a8648ce3d030107034200',
  Ed25519: '302a300506032b6570032100',
} as const

interface NodeKey {
  readonly key: KeyObject
  /** Of SM2: Z, with which what is signed begins. */
  readonly z: Uint8Array
}
const keys = new Map<string, NodeKey>()
const keysAtMost = 1024

const keyOf = ({ algorithm, publicKey }: Claim): NodeKey => {
  const der = Buffer.concat([Buffer.from(headers[algorithm], 'hex'), publicKey])
  const name = der.toString('latin1')
  const known = keys.get(name)
  if (known) return known
  if (keys.size >= keysAtMost) keys.clear()
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' })
  const made = { key, z: algorithm === 'SM2-SM3' ? signerDigest(publicKey) : new Uint8Array() }
  keys.set(name, made)
  return made
}

const uncompressed = 4

/**
 * OpenSSL's one-step verification takes an empty signer id for SM2. In two steps it hashes what it is given and compares
 * with the digest: Z, which has the signer id in it, is hashed before the message here (GM/T 0003.2, section 7.1).
 */
const verifiers: Readonly<Record<Claim['algorithm'], Verify>> = {
  'SM2-SM3': (claim) => {
    const { key, z } = keyOf(claim)
    const [r, s] = [claim.signature.subarray(0, 32), claim.signature.subarray(32)].map(bytesToNumberBE)
    const der = Buffer.from(DER.hexFromSig({ r: r ?? 0n, s: s ?? 0n }), 'hex')
    return createVerify('sm3').update(z).update(claim.message).verify(key, der)
  },
  ES256: (claim) =>
    verify('sha256', claim.message, { key: keyOf(claim).key, dsaEncoding: 'ieee-p1363' }, claim.signature),
  Ed25519: (claim) => verify(null, claim.message, keyOf(claim).key, claim.signature),
}

const isForNode = (claim: Claim) =>
  claim.algorithm === 'Ed25519'
    ? isUsable(claim)
    : claim.publicKey.length === 65 && claim.publicKey[0] === uncompressed

/** Verifies with OpenSSL. False also for what OpenSSL does not know or does not take. Never throws. */
export const verifyByNode: Verify = (claim) => {
  try {
    return isForNode(claim) && verifiers[claim.algorithm](claim)
  } catch {
    return false
  }
}

/** Has every signature of this process verified by Node's OpenSSL first, SM2-SM3 as well: many times as fast. */
export const useNodeCrypto = (): void => useNative(verifyByNode)
