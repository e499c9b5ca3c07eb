import fc from 'fast-check'
import { test } from 'tap'
import { decodeBase64, decodeUtf8, encodeBase64 } from './encoding.ts'
import { Refusal } from './refusal.ts'

test('base64 agrees with another implementation (RFC 4648, section 10)', async (t) => {
  for (const text of ['', 'f', 'fo', 'foo', 'foob', 'fooba', 'foobar'])
    t.equal(encodeBase64(Buffer.from(text)), Buffer.from(text).toString('base64'))
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const text = Buffer.from(bytes).toString('base64')
      return encodeBase64(bytes) === text && Buffer.from(bytes).equals(decodeBase64(text) ?? Buffer.alloc(0))
    }),
  )
})

test('only one text stands for some bytes', async (t) => {
  for (const text of [
    'Zg',
    'Zh==',
    'Zg=',
    'Zg==\n',
    ' Zg==',
    'Zg===',
    'Z g=',
    'Zm9-',
    'Zm9_',
    '=',
    '张三',
    'Zm9vZg==Zg==',
  ])
    t.equal(decodeBase64(text), undefined, JSON.stringify(text))
})

test('UTF-8 that is none is refused', async (t) => {
  t.equal(decodeUtf8(Buffer.from('互认')), '互认')
  t.equal(decodeUtf8(Buffer.from('\ufeff{}')), '\ufeff{}', 'a byte order mark is not swallowed')
  for (const hex of ['ff', 'c080', 'eda080', 'f4908080', 'e4ba', '80'])
    t.throws(() => decodeUtf8(Buffer.from(hex, 'hex')), Refusal, hex)
})
