import type { PublicKeyHex } from '@huren/records'
import fc from 'fast-check'
import smCrypto from 'sm-crypto'
import { sm2 as second } from 'sm-crypto-v2'
import { test } from 'tap'
import { generateKey, importKey } from '../keys/signing-key.ts'
import { verifySignature } from '../keys/verify.ts'
import { published } from '../test-data/gmt-0003-5.ts'
import { type KnownKey, knownKey } from './known-keys.ts'
import { messageDigest, signerDigest } from './message-digest.ts'
import { sm2PublicKey, sm2Signer } from './sign.ts'
import { Table } from './table.ts'
import { verifyWith } from './verify.ts'

const { sm2: reference } = smCrypto
const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'))
const hex = (of: Uint8Array) => Buffer.from(of).toString('hex')
const options = { hash: true } as const
const message = fc.uint8Array({ maxLength: 300 })

test('the published example of GM/T 0003.5, step by step', async (t) => {
  const publicKey = sm2PublicKey(bytes(published.privateKey))
  t.equal(hex(publicKey), published.publicKey)
  t.equal(hex(signerDigest(publicKey)), published.z)
  t.equal(messageDigest(signerDigest(publicKey), Buffer.from(published.message)), BigInt(`0x${published.e}`))
  const nonce = () => ({ k: BigInt(`0x${published.k}`), x: BigInt(`0x${published.x1}`) })
  const sign = sm2Signer(bytes(published.privateKey), publicKey, nonce)
  t.equal(hex(sign(Buffer.from(published.message))), published.signature)
  const key = { algorithm: 'SM2-SM3', publicKey: published.publicKey as PublicKeyHex } as const
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

test('each signature draws its own nonce', async (t) => {
  const key = generateKey('SM2-SM3')
  const r = Array.from({ length: 50 }, () => hex(key.sign(new Uint8Array(1))).slice(0, 64))
  t.equal(new Set(r).size, 50)
})

test('a key that signed often is verified by a table', async (t) => {
  const key = generateKey('SM2-SM3')
  const content = Buffer.from('table')
  const known = knownKey(key.publicKey, bytes(key.publicKey))
  const signature = key.sign(content)
  for (let count = 0; count < 511; count++) verifySignature(key, content, signature)
  t.notOk(known.table)
  t.ok(verifySignature(key, content, signature))
  t.ok(known.table)
  t.ok(verifySignature(key, content, signature))
})

test('a table, OpenSSL and neither answer like the second implementation, for good and bad alike', async () => {
  const key = generateKey('SM2-SM3')
  const { openssl, ...alone } = knownKey(key.publicKey, bytes(key.publicKey))
  if (!openssl) throw new Error('this Node has no SM2')
  const ways: KnownKey[] = [
    { ...alone, openssl, table: new Table(alone.point, 5) },
    { ...alone, openssl },
    { ...alone, openssl: undefined },
  ]
  const holds = (body: Uint8Array, flip: number, bit: number) => {
    const good = key.sign(body)
    const bad = Uint8Array.from(good, (byte, index) => (index === flip ? byte ^ (1 << bit) : byte))
    const expected = second.doVerifySignature(body, hex(bad), key.publicKey, options)
    return ways.every((way) => verifyWith(way, body, good) && verifyWith(way, body, bad) === expected)
  }
  fc.assert(fc.property(message, fc.nat(63), fc.nat(7), holds), { numRuns: 60 })
})
