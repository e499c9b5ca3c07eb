import fc from 'fast-check'
import { test } from 'tap'
import * as node from './platform.node.ts'
import * as everywhere from './platform.ts'

const same = (a: Uint8Array | undefined, b: Uint8Array | undefined) =>
  a && b ? Buffer.compare(a, b) === 0 && a.constructor === b.constructor : a === b

test('Node and browsers hash, encode and decode alike', async (t) => {
  t.same(Object.keys(node).sort(), Object.keys(everywhere).sort())
  const alike = (bytes: Uint8Array) => {
    const text = everywhere.encodeBase64(bytes)
    return (
      node.sha256Hex(bytes) === everywhere.sha256Hex(bytes) &&
      node.encodeBase64(bytes) === text &&
      same(node.decodeBase64(text), everywhere.decodeBase64(text))
    )
  }
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(3), (bytes, from) => alike(bytes.subarray(from))),
  )
})

test('and refuse the same texts as base64', async () => {
  const alphabet = fc.constantFrom(...'AQgwZz09+/-_= \n\r\t.é张\0')
  const text = fc.oneof(fc.string({ unit: alphabet, maxLength: 12 }), fc.base64String(), fc.string())
  const alike = (one: string) => same(node.decodeBase64(one), everywhere.decodeBase64(one))
  fc.assert(fc.property(text, alike), { numRuns: 5000 })
})
