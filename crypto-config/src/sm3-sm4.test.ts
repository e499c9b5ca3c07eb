import fc from 'fast-check'
import smCrypto from 'sm-crypto'
import { test } from 'tap'
import { sm3 } from './sm3.ts'
import { sm4Open, sm4Seal } from './sm4.ts'

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'))
const hex = (of: Uint8Array) => Buffer.from(of).toString('hex')

test('SM3: the examples of GM/T 0004-2012, appendix A', async (t) => {
  t.equal(hex(sm3(Buffer.from('abc'))), '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0')
  const sixteenTimes = Buffer.from('abcd'.repeat(16))
  t.equal(hex(sm3(sixteenTimes)), 'debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732')
  t.equal(hex(sm3(sixteenTimes)), hex(sm3(sixteenTimes.subarray(0, 5), sixteenTimes.subarray(5))))
})

test('SM3 agrees with sm-crypto', async () => {
  const holds = (content: Uint8Array) => hex(sm3(content)) === smCrypto.sm3(content)
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), holds))
})

test('SM4-GCM: the example of RFC 8998, appendix A.1', async (t) => {
  const key = bytes('0123456789abcdeffedcba9876543210')
  const plain = ['aa', 'bb', 'cc', 'dd', 'ee', 'ff', 'ee', 'aa'].map((byte) => byte.repeat(8)).join('')
  const associated = bytes('feedfacedeadbeeffeedfacedeadbeefabaddad2')
  const sealed = [
    '00001234567800000000abcd',
    '17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735',
    'd82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d',
    '83de3541e4c2b58177e065a9bf7b62ec',
  ].join('')
  t.equal(hex(sm4Open(key, bytes(sealed), associated)), plain)
})

test('SM4-GCM opens what it sealed and nothing else', async (t) => {
  const key = new Uint8Array(16).fill(7)
  const holds = (plain: Uint8Array, associated: Uint8Array) => {
    const sealed = sm4Seal(key, plain, associated)
    return hex(sm4Open(key, sealed, associated)) === hex(plain)
  }
  fc.assert(fc.property(fc.uint8Array(), fc.uint8Array(), holds))
  const sealed = sm4Seal(key, Buffer.from('secret'), Buffer.from('bound'))
  for (let at = 0; at < sealed.length; at++) {
    const changed = Uint8Array.from(sealed, (byte, index) => (index === at ? byte ^ 1 : byte))
    t.throws(() => sm4Open(key, changed, Buffer.from('bound')), `byte ${at}`)
  }
  t.throws(() => sm4Open(key, sealed), 'without what it is bound to')
  t.throws(() => sm4Open(new Uint8Array(16), sealed, Buffer.from('bound')), 'another key')
  t.throws(() => sm4Open(key, sealed.slice(0, 20)), 'too short')
})
