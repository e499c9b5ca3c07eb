import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { test } from 'tap'
import { preAuthEncoding, statementId } from './pae.ts'

const utf8 = (text: string) => new TextEncoder().encode(text)

test('the published DSSE vector (protocol.md, "Test Vectors")', async (t) => {
  const encoding = preAuthEncoding('http://example.com/HelloWorld', utf8('hello world'))
  t.equal(Buffer.from(encoding).toString(), 'DSSEv1 29 http://example.com/HelloWorld 11 hello world')
})

test('lengths are counted in bytes', async (t) => {
  t.equal(Buffer.from(preAuthEncoding('类', utf8('互认'))).toString(), 'DSSEv1 3 类 6 互认')
  t.equal(Buffer.from(preAuthEncoding('', utf8(''))).toString(), 'DSSEv1 0  0 ')
})

test('CHAIN-1: an id is SHA-256 of the encoding; another type or payload is another id', async (t) => {
  const digest = createHash('sha256').update('DSSEv1 1 a 2 bc').digest('hex')
  t.equal(statementId('a', utf8('bc')), digest)
  fc.assert(
    fc.property(fc.string(), fc.uint8Array(), fc.string(), fc.uint8Array(), (type, payload, other, bytes) => {
      const same = type === other && Buffer.from(payload).equals(bytes)
      return (statementId(type, payload) === statementId(other, bytes)) === same
    }),
  )
})
