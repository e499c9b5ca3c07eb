import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { test } from 'tap'
import { forget, useNative, type Verify, verifySignature } from '../src/signature.ts'
import { verifyReceipt } from '../src/verify.ts'
import { statementSigner } from '../vectors/tools/keys.ts'
import { useNodeCrypto, verifyByNode } from './index.ts'

const groups = ['passing', 'logs', 'notes', 'statements', 'trust']
const vectorsOf = (
  group: string,
): { texts: string[]; cases: { name: string; now: number; trust: number; receipt: number }[] } =>
  JSON.parse(readFileSync(join(import.meta.dirname, '..', 'vectors', `${group}.json`), 'utf8'))

const alone: Verify = (claim) => {
  useNative(undefined)
  forget()
  return verifySignature(claim)
}

test('with OpenSSL every vector gets the same verdict, word for word', async (t) => {
  for (const { texts, cases } of groups.map(vectorsOf))
    for (const { name, now, trust, receipt } of cases) {
      const files = [texts[receipt] ?? '', texts[trust] ?? '', now] as const
      useNative(undefined)
      forget()
      const expected = verifyReceipt(...files)
      useNodeCrypto()
      forget()
      t.same(verifyReceipt(...files), expected, name)
    }
})

test('OpenSSL verifies SM2-SM3 with the default signer id, and ES256, as the library does, damaged ones too', async () => {
  const signers = (['SM2-SM3', 'ES256'] as const).map((algorithm) => statementSigner('native', algorithm))
  const damage = fc.option(fc.tuple(fc.nat(63), fc.integer({ min: 1, max: 255 })), { nil: undefined })
  const signer = fc.constantFrom(...signers)
  fc.assert(
    fc.property(
      signer,
      fc.uint8Array({ maxLength: 300 }),
      damage,
      ({ algorithm, sign, ...key }, message, bent) => {
        const signature = Uint8Array.from(sign(message))
        if (bent) signature[bent[0]] = (signature[bent[0]] ?? 0) ^ bent[1]
        const publicKey = Uint8Array.from(Buffer.from(key.publicKey, 'hex'))
        const claim = { algorithm, publicKey, message, signature }
        return verifyByNode(claim) === !bent && alone(claim) === !bent
      },
    ),
    { numRuns: 100 },
  )
})

test('what is no key, no point or no signature is not taken', async (t) => {
  const message = new Uint8Array(3)
  for (const algorithm of ['SM2-SM3', 'ES256', 'Ed25519'] as const)
    for (const publicKey of [
      new Uint8Array(65).fill(4),
      new Uint8Array(32),
      new Uint8Array(33).fill(2),
      new Uint8Array(),
    ])
      for (const signature of [new Uint8Array(64), new Uint8Array(64).fill(255), new Uint8Array()])
        t.notOk(verifyByNode({ algorithm, publicKey, message, signature }))
})
