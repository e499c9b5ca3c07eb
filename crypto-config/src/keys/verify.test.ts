import { type Algorithm, algorithms, type PublicKeyHex } from '@huren/records'
import fc from 'fast-check'
import { test } from 'tap'
import { generateKey } from './signing-key.ts'
import { isValidPublicKey, verifySignature } from './verify.ts'

const orders: Record<Algorithm, bigint> = {
  'SM2-SM3': 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n,
  ES256: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
}
const primes: Record<Algorithm, bigint> = {
  'SM2-SM3': 0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffffn,
  ES256: 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn,
}
const word = (number: bigint) => number.toString(16).padStart(64, '0')
const signatureOf = (r: bigint, s: bigint) => new Uint8Array(Buffer.from(word(r) + word(s), 'hex'))
const message = Buffer.from('statement')

for (const algorithm of algorithms) {
  const n = orders[algorithm]
  const key = generateKey(algorithm)
  const signature = key.sign(message)
  const r = BigInt(`0x${Buffer.from(signature.subarray(0, 32)).toString('hex')}`)
  const s = BigInt(`0x${Buffer.from(signature.subarray(32)).toString('hex')}`)

  test(`${algorithm}: numbers out of range are refused, not thrown at`, async (t) => {
    t.ok(verifySignature(key, message, signature))
    const cases = {
      'r = 0': [0n, s],
      's = 0': [r, 0n],
      'r = n': [n, s],
      's = n': [r, n],
      'r + s = n': [r, n - r],
    }
    for (const [name, [a = 0n, b = 0n]] of Object.entries(cases))
      t.notOk(verifySignature(key, message, signatureOf(a, b)), name)
    t.notOk(verifySignature(key, message, signatureOf(s, r)), 'swapped')
    const most = 2n ** 256n - 1n
    t.notOk(verifySignature(key, message, signatureOf(most, most)), 'all ones')
    if (r + n < 2n ** 256n) t.notOk(verifySignature(key, message, signatureOf(r + n, s)), 'r + n')
  })

  test(`${algorithm}: wrong lengths are refused`, async (t) => {
    for (const length of [0, 1, 63, 65, 70, 72, 128])
      t.notOk(verifySignature(key, message, new Uint8Array(length).fill(1)), `${length} bytes`)
  })

  test(`${algorithm}: what is no public key is neither valid nor verifies`, async (t) => {
    const x = key.publicKey.slice(2, 66)
    const y = BigInt(`0x${key.publicKey.slice(66)}`)
    const p = primes[algorithm]
    const keys = {
      'off the curve': `04${x}${word(y ^ 1n)}`,
      'infinity as zeros': `04${word(0n)}${word(0n)}`,
      'the one byte of infinity': '00',
      compressed: `02${x}`,
      hybrid: `06${key.publicKey.slice(2)}`,
      'coordinate not reduced': `04${word(p)}${word(y)}`,
      'x all ones': `04${'f'.repeat(64)}${word(y)}`,
      'too short': key.publicKey.slice(0, -2),
      'too long': `${key.publicKey}00`,
      'upper case': key.publicKey.toUpperCase(),
      empty: '',
      words: 'not a key',
    }
    t.ok(isValidPublicKey(key))
    t.ok(
      isValidPublicKey({ algorithm, publicKey: `04${x}${word(p - y)}` as PublicKeyHex }),
      'the negative point is one',
    )
    for (const [name, publicKey] of Object.entries(keys)) {
      const wrong = { algorithm, publicKey: publicKey as PublicKeyHex }
      t.notOk(isValidPublicKey(wrong), name)
      t.notOk(verifySignature(wrong, message, signature), name)
    }
  })

  test(`${algorithm}: a changed message, key or signature does not verify`, async (t) => {
    const other = generateKey(algorithm)
    t.notOk(verifySignature(other, message, signature))
    const holds = (changed: Uint8Array) => !verifySignature(key, changed, signature)
    fc.assert(fc.property(fc.uint8Array({ maxLength: 100 }), holds), { numRuns: 30 })
    const random = (noise: Uint8Array) => !verifySignature(key, message, noise)
    fc.assert(fc.property(fc.uint8Array({ minLength: 64, maxLength: 64 }), random), { numRuns: 30 })
  })
}

test('a key of one algorithm is none of the other', async (t) => {
  const [sm2, es256] = [generateKey('SM2-SM3'), generateKey('ES256')]
  t.notOk(isValidPublicKey({ ...sm2, algorithm: 'ES256' }))
  t.notOk(isValidPublicKey({ ...es256, algorithm: 'SM2-SM3' }))
  t.notOk(verifySignature({ ...sm2, algorithm: 'ES256' }, message, sm2.sign(message)))
})
