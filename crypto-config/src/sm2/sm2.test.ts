import type { PublicKeyHex } from '@huren/records'
import { concatBytes, numberToBytesBE } from '@noble/curves/utils.js'
import fc from 'fast-check'
import smCrypto from 'sm-crypto'
import { sm2 as second } from 'sm-crypto-v2'
import { test } from 'tap'
import { generateKey, importKey } from '../keys/signing-key.ts'
import { verifySignature } from '../keys/verify.ts'
import { published } from '../test-data/gmt-0003-5.ts'
import { Fn } from './curve.ts'
import { type KnownKey, knownKey } from './known-keys.ts'
import { messageDigest, signerDigest } from './message-digest.ts'
import { sm2PublicKey } from './sign.ts'
import { verifyWith } from './verify.ts'

const { sm2: reference } = smCrypto
const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'))
const hex = (of: Uint8Array) => Buffer.from(of).toString('hex')
const options = { hash: true } as const
const message = fc.uint8Array({ maxLength: 300 })

/** A key as OpenSSL verifies with it, and as the library does where there is no SM2 in OpenSSL. */
const bothWays = (publicKey: PublicKeyHex): KnownKey[] => {
  const known = knownKey(publicKey, bytes(publicKey))
  if (!known.openssl) throw new Error('this Node has no SM2')
  return [known, { ...known, openssl: undefined }]
}

test('the published example of GM/T 0003.5, step by step', async (t) => {
  const publicKey = sm2PublicKey(bytes(published.privateKey))
  t.equal(hex(publicKey), published.publicKey)
  t.equal(hex(signerDigest(publicKey)), published.z)
  t.equal(messageDigest(signerDigest(publicKey), Buffer.from(published.message)), BigInt(`0x${published.e}`))
  const key = { algorithm: 'SM2-SM3', publicKey: published.publicKey as PublicKeyHex } as const
  for (const way of bothWays(key.publicKey))
    t.ok(verifyWith(way, Buffer.from(published.message), bytes(published.signature)))
  t.ok(verifySignature(key, Buffer.from(published.message), bytes(published.signature)))
})

test('sm-crypto and sm-crypto-v2 accept what we sign', async () => {
  const key = generateKey('SM2-SM3')
  const holds = (content: Uint8Array) => {
    const signature = hex(key.sign(content))
    return (
      reference.doVerifySignature([...content], signature, key.publicKey, options) &&
      second.doVerifySignature(content, signature, key.publicKey, options)
    )
  }
  fc.assert(fc.property(message, holds), { numRuns: 20 })
})

test('we accept what sm-crypto and sm-crypto-v2 sign, with their keys', async () => {
  const holds = (content: Uint8Array) => {
    const pair = reference.generateKeyPairHex()
    const key = { algorithm: 'SM2-SM3', publicKey: pair.publicKey as PublicKeyHex } as const
    const theirs = reference.doSignature([...content], pair.privateKey, options)
    const others = second.doSignature(content, pair.privateKey, options)
    return verifySignature(key, content, bytes(theirs)) && verifySignature(key, content, bytes(others))
  }
  fc.assert(fc.property(message, holds), { numRuns: 10 })
})

test('keys agree with sm-crypto', async (t) => {
  const { privateKey, publicKey } = reference.generateKeyPairHex()
  t.equal(importKey('SM2-SM3', bytes(privateKey.padStart(64, '0'))).publicKey, publicKey)
})

test('the smallest and the largest private key sign', async (t) => {
  for (const d of [1n, 2n, Fn.ORDER - 2n]) {
    const key = importKey('SM2-SM3', numberToBytesBE(d, 32))
    const signature = key.sign(Buffer.from('statement'))
    t.ok(second.doVerifySignature(Buffer.from('statement'), hex(signature), key.publicKey, options), `${d}`)
  }
})

test('each signature draws its own nonce', async (t) => {
  const key = generateKey('SM2-SM3')
  const r = Array.from({ length: 50 }, () => hex(key.sign(new Uint8Array(1))).slice(0, 64))
  t.equal(new Set(r).size, 50)
})

test('OpenSSL, and the library without it, answer like the second implementation, for good and bad alike', async () => {
  const key = generateKey('SM2-SM3')
  const ways = bothWays(key.publicKey)
  const holds = (body: Uint8Array, flip: number, bit: number) => {
    const good = key.sign(body)
    const bad = Uint8Array.from(good, (byte, index) => (index === flip ? byte ^ (1 << bit) : byte))
    const expected = second.doVerifySignature(body, hex(bad), key.publicKey, options)
    return ways.every((way) => verifyWith(way, body, good) && verifyWith(way, body, bad) === expected)
  }
  fc.assert(fc.property(message, fc.nat(63), fc.nat(7), holds), { numRuns: 60 })
})

test('both refuse numbers out of range, and a sum that vanishes', async (t) => {
  const key = generateKey('SM2-SM3')
  const body = Buffer.from('edges')
  const [r, s] = (hex(key.sign(body)).match(/.{64}/g) ?? []).map((word) => BigInt(`0x${word}`))
  const { ORDER: n } = Fn
  const edges = [0n, 1n, n - 1n, n, n + 1n, 2n ** 256n - 1n]
  for (const [a = 0n, b = 0n] of [
    ...edges.flatMap((edge) => [
      [edge, s],
      [r, edge],
      [edge, edge],
    ]),
    [r, n - (r ?? 0n)],
    [s, r],
  ])
    for (const way of bothWays(key.publicKey)) {
      const signature = concatBytes(numberToBytesBE(a, 32), numberToBytesBE(b, 32))
      t.notOk(verifyWith(way, body, signature), `${way.openssl ? 'OpenSSL' : 'library'}: ${a}, ${b}`)
    }
})
