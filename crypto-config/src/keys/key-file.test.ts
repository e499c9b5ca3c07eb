import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { algorithms } from '@huren/records'
import { type Test, test } from 'tap'
import { loadKey, saveKey } from './key-file.ts'
import { generateKey, importKey } from './signing-key.ts'
import { verifySignature } from './verify.ts'

const folder = async (t: Test) => {
  const dir = await mkdtemp(join(tmpdir(), 'huren-keys-'))
  t.teardown(() => rm(dir, { recursive: true }))
  return dir
}

for (const algorithm of algorithms)
  test(`SEC-8 (keys): ${algorithm}: a key comes back from its file, which shows nothing of it`, async (t) => {
    const dir = await folder(t)
    const key = generateKey(algorithm)
    const path = join(dir, 'key.json')
    await saveKey(path, key, '口令 passphrase')
    t.equal((await stat(path)).mode & 0o777, 0o600)
    t.strictSame(await readdir(dir), ['key.json'], 'no draft is left')
    const text = await readFile(path, 'utf8')
    const secret = Buffer.from(key.exportPrivate())
    for (const encoding of ['hex', 'base64', 'base64url'] as const)
      t.notOk(text.includes(secret.toString(encoding)), encoding)
    const loaded = await loadKey(path, '口令 passphrase')
    t.equal(loaded.id, key.id)
    t.ok(verifySignature(key, secret.subarray(0, 1), loaded.sign(secret.subarray(0, 1))))
    await t.rejects(loadKey(path, 'another'), { name: 'KeyError', code: 'passphrase-wrong' })
    await t.rejects(saveKey(path, key, 'x'), { code: 'key-file-exists' })
    t.equal(await readFile(path, 'utf8'), text, 'nothing was overwritten')
  })

test('a passphrase that somebody chose is dear to guess; one of 256 random bits need not be', async (t) => {
  const dir = await folder(t)
  const key = generateKey('ES256')
  const random = randomBytes(32).toString('base64url')
  await saveKey(join(dir, 'chosen'), key, random)
  await saveKey(join(dir, 'random'), key, random, 'random')
  const cost = async (name: string) => JSON.parse(await readFile(join(dir, name), 'utf8')).scrypt.N
  t.equal(await cost('chosen'), 2 ** 17)
  t.equal(await cost('random'), 2 ** 14)
  t.equal((await loadKey(join(dir, 'random'), random)).id, key.id)
  await t.rejects(saveKey(join(dir, 'short'), key, 'correct horse', 'random'), RangeError)
})

test('a file that others may read is refused', async (t) => {
  const path = join(await folder(t), 'key.json')
  await saveKey(path, generateKey('ES256'), 'x')
  for (const mode of [0o640, 0o604, 0o620, 0o660]) {
    await chmod(path, mode)
    await t.rejects(loadKey(path, 'x'), { code: 'key-file-exposed' }, mode.toString(8))
  }
})

test('missing, malformed and changed files are told apart', async (t) => {
  const path = join(await folder(t), 'key.json')
  await t.rejects(loadKey(path, 'x'), { code: 'key-file-missing' })
  await t.rejects(saveKey(path, generateKey('ES256'), ''), { code: 'passphrase-empty' })
  await saveKey(path, generateKey('ES256'), 'x')
  const file = JSON.parse(await readFile(path, 'utf8'))
  const others = { ...file, publicKey: generateKey('ES256').publicKey }
  await writeFile(path, JSON.stringify(others))
  await t.rejects(loadKey(path, 'x'), { code: 'passphrase-wrong' }, 'the public key is authenticated')
  const dear = { ...file, scrypt: { ...file.scrypt, N: 2 ** 30 } }
  for (const text of [
    '',
    '{',
    '[]',
    'null',
    '{}',
    JSON.stringify({ ...file, version: 2 }),
    JSON.stringify(dear),
  ]) {
    await writeFile(path, text)
    await t.rejects(loadKey(path, 'x'), { code: 'key-file-malformed' }, text.slice(0, 40))
  }
})

test('a key shows no secret when it is printed, inspected, serialised or spread', async (t) => {
  for (const algorithm of algorithms) {
    const key = generateKey(algorithm)
    const secret = Buffer.from(key.exportPrivate())
    const shown = [
      String(key),
      JSON.stringify(key),
      JSON.stringify({ ...key }),
      inspect(key, { showHidden: true, depth: 9, getters: true }),
      inspect(Object.getOwnPropertyDescriptors(key), { showHidden: true, depth: 9 }),
    ].join('\n')
    t.match(shown, key.publicKey)
    for (const form of [secret.toString('hex'), secret.toString('base64'), secret.toString('base64url')])
      t.notOk(shown.includes(form))
    t.notMatch(shown, /<Buffer|Uint8Array/)
  }
})

test('scalars out of range are no private keys', async (t) => {
  const n = 'fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123'
  const below = (count: bigint) => Buffer.from((BigInt(`0x${n}`) - count).toString(16), 'hex')
  const wrong = { code: 'private-key-invalid' }
  t.throws(() => importKey('SM2-SM3', below(0n)), wrong, 'n')
  t.throws(() => importKey('SM2-SM3', below(1n)), wrong, 'n-1 has no inverse of 1+d')
  t.ok(importKey('SM2-SM3', below(2n)))
  for (const algorithm of algorithms) {
    t.throws(() => importKey(algorithm, new Uint8Array(32)), wrong, 'zero')
    t.throws(() => importKey(algorithm, new Uint8Array(32).fill(255)), wrong, 'too large')
    for (const length of [0, 31, 33])
      t.throws(() => importKey(algorithm, new Uint8Array(length).fill(1)), wrong)
  }
})
