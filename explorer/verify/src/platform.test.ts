import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ed25519 } from '@noble/curves/ed25519.js'
import { numberToBytesLE } from '@noble/curves/utils.js'
import { hexToBytes } from '@noble/hashes/utils.js'
import { test } from 'tap'
import { type Verdict, verifyReceipt, verifyReceiptAsync } from './index.ts'
import { allHold, isForPlatform } from './platform.ts'
import { type Claim, forget, verifySignature } from './signature.ts'

interface Vectors {
  readonly texts: readonly string[]
  readonly cases: readonly { name: string; now: number; trust: number; receipt: number }[]
}
const groups = ['passing', 'logs', 'notes', 'statements', 'trust']
const vectors = (group: string): Vectors =>
  JSON.parse(readFileSync(join(import.meta.dirname, '..', 'vectors', `${group}.json`), 'utf8'))

test("with the platform's Web Crypto every vector gets the same verdict, word for word", async (t) => {
  const all = groups.map(vectors).flatMap(({ texts, cases }) =>
    cases.map(({ name, now, trust, receipt }) => ({
      name,
      files: [texts[receipt] ?? '', texts[trust] ?? '', now] as const,
    })),
  )
  const alone: Verdict[] = all.map(({ files }) => verifyReceipt(...files))
  forget()
  for (const [i, { name, files }] of all.entries()) t.same(await verifyReceiptAsync(...files), alone[i], name)
})

test('without Web Crypto (a page without TLS) the library alone decides', async (t) => {
  const { texts, cases } = vectors('passing')
  const [first] = cases
  t.intercept(globalThis, 'crypto', { value: {} })
  forget()
  const verdict = await verifyReceiptAsync(texts[first!.receipt]!, texts[first!.trust]!, first!.now)
  t.equal(verdict.outcome, 'valid')
})

test('a platform that says no is asked nothing more: the library judges anew', async (t) => {
  const { texts, cases } = vectors('passing')
  const [first] = cases
  const verify = async () => false
  t.intercept(globalThis, 'crypto', { value: { subtle: { importKey: async () => ({}), verify } } })
  forget()
  const verdict = await verifyReceiptAsync(texts[first!.receipt]!, texts[first!.trust]!, first!.now)
  t.equal(verdict.outcome, 'valid')
})

test('Ed25519 keys of small order, which some platforms accept for any message, prove nothing', async (t) => {
  // the neutral element: with S = 0 and R = A the equation holds for every message
  const publicKey = hexToBytes(`01${'00'.repeat(31)}`)
  const signature = hexToBytes(`01${'00'.repeat(63)}`)
  const claim: Claim = { algorithm: 'Ed25519', publicKey, signature, message: new Uint8Array(3) }
  t.notOk(isForPlatform(claim))
  t.notOk(verifySignature(claim))
  t.notOk(await allHold(crypto.subtle, [{ ...claim, algorithm: 'SM2-SM3' }]), 'the platform knows no SM2')
})

test('no point of small order, however it is written, is left to the platform; ordinary keys are', async (t) => {
  const { Point } = ed25519
  const eighth = Point.fromHex('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05')
  const claim = (publicKey: Uint8Array): Claim => ({
    algorithm: 'Ed25519',
    publicKey,
    signature: new Uint8Array(64).fill(1),
    message: new Uint8Array(3),
  })
  const torsion = Array.from({ length: 8 }, (_, n) => eighth.multiplyUnsafe(BigInt(n)))
  t.equal(new Set(torsion.map((point) => point.toHex())).size, 8)
  for (const point of torsion) {
    const encoding = point.toBytes()
    t.notOk(isForPlatform(claim(encoding)), point.toHex())
    encoding[31] = (encoding[31] ?? 0) ^ 0x80
    t.notOk(isForPlatform(claim(encoding)), 'the other sign of x')
  }
  for (let above = 0n; above < 19n; above++)
    t.notOk(
      isForPlatform(claim(numberToBytesLE(2n ** 255n - 19n + above, 32))),
      `p + ${above} is not canonical`,
    )
  for (let n = 0; n < 20; n++) t.ok(isForPlatform(claim(ed25519.keygen().publicKey)))
})
