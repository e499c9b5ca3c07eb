import { createHash } from 'node:crypto'
import { test } from 'tap'
import { commit, newSalt } from './commitment.ts'
import { keyId } from './key.ts'
import { sample } from './samples.ts'

const person = new TextEncoder().encode('11010519491231002X')

test('a commitment is SHA-256 of domain, salt and content, as another implementation has it', async (t) => {
  const salt = Uint8Array.from({ length: 32 }, (_, i) => i)
  const expected = createHash('sha256')
    .update('huren commitment v1\0')
    .update(salt)
    .update(person)
    .digest('hex')
  t.equal(commit(salt, person), expected)
})

test('GAP-5: two commitments to one person cannot be linked', async (t) => {
  t.not(commit(newSalt(), person), commit(newSalt(), person))
})

test('a salt that is not 256 bits is refused', async (t) => {
  for (const length of [0, 31, 33]) t.throws(() => commit(new Uint8Array(length), person), RangeError)
})

test('a key id covers the algorithm', async (t) => {
  const { publicKey } = sample.key('ES256')
  const expected = createHash('sha256').update('ES256\0').update(Buffer.from(publicKey, 'hex')).digest('hex')
  t.equal(keyId({ algorithm: 'ES256', publicKey }), expected)
  t.not(keyId({ algorithm: 'SM2-SM3', publicKey }), expected)
})
