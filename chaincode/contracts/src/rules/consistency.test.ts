import type { Digest } from '@huren/records'
import fc from 'fast-check'
import { test } from 'tap'
import { consistencyProof, headOf } from '../testing/merkle.ts'
import { isConsistent, nodeHash } from './consistency.ts'

/** The leaves and roots that implementations of Certificate Transparency test with (RFC 6962). */
const leaves = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map((leaf) => Buffer.from(leaf, 'hex'))
const roots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
] as Digest[]
const head = (size: number) => ({ size, root: roots[size - 1] ?? ('' as Digest) })

test('the reference tree has the published roots', async (t) => {
  for (let size = 1; size <= 8; size++) t.same(headOf(leaves.slice(0, size)), head(size))
})

/** Published proofs between those roots. */
const published: [from: number, to: number, proof: string[]][] = [
  [1, 1, []],
  [
    1,
    8,
    [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ],
  ],
  [
    6,
    8,
    [
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  ],
  [
    2,
    5,
    [
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ],
  ],
]

test('RFC 6962: the published proofs verify, and no altered one does', async (t) => {
  for (const [from, to, proof] of published as [number, number, Digest[]][]) {
    t.ok(isConsistent(head(from), head(to), proof), `${from} to ${to}`)
    for (const at of proof.keys()) {
      const flipped = proof.with(at, proof[at]?.replace(/^./, (c) => (c === '0' ? '1' : '0')) as Digest)
      t.notOk(isConsistent(head(from), head(to), flipped), `${from} to ${to}: hash ${at} altered`)
      t.notOk(isConsistent(head(from), head(to), proof.toSpliced(at, 1)), `${from} to ${to}: ${at} left out`)
    }
    t.notOk(isConsistent(head(from), head(to), [...proof, roots[0] as Digest]), `${from} to ${to}: one more`)
    t.notOk(isConsistent(head(from), { ...head(to), root: roots[2] as Digest }, proof), 'another new root')
    t.notOk(isConsistent({ ...head(from), root: roots[2] as Digest }, head(to), proof), 'another old root')
  }
  t.notOk(isConsistent(head(8), head(6), published[2]?.[2] as Digest[]), 'a log never shrinks')
  t.ok(isConsistent({ size: 0, root: '' as Digest }, head(3), []), 'nothing is the beginning of everything')
  t.notOk(isConsistent({ size: 0, root: '' as Digest }, head(3), [roots[0] as Digest]))
  t.notOk(isConsistent(head(3), head(5), []), 'no proof at all')
})

test('every pair of sizes of a random log verifies; a rewritten beginning never does', async (t) => {
  const log = fc.array(
    fc.uint8Array({ maxLength: 8 }).map((bytes) => Buffer.from(bytes)),
    { minLength: 1, maxLength: 40 },
  )
  fc.assert(
    fc.property(log, fc.nat(), fc.nat(), (all, cut, changed) => {
      const from = 1 + (cut % all.length)
      const [older, newer] = [headOf(all.slice(0, from)), headOf(all)]
      if (!isConsistent(older, newer, consistencyProof(from, all))) return false
      const rewritten = all.with(changed % from, Buffer.from('another entry'))
      return !isConsistent(older, headOf(rewritten), consistencyProof(from, rewritten))
    }),
    { numRuns: 300 },
  )
  t.pass('held for every log tried')
})

test('sizes beyond 32 bits verify: the left edge of a tree of 2^40 + 1 entries', async (t) => {
  const older = { size: 2 ** 40, root: 'ab'.repeat(32) as Digest }
  const leaf = 'cd'.repeat(32) as Digest
  const joined = nodeHash(Buffer.from(older.root, 'hex'), Buffer.from(leaf, 'hex')).toString('hex') as Digest
  t.ok(isConsistent(older, { size: 2 ** 40 + 1, root: joined }, [leaf]))
  t.notOk(isConsistent(older, { size: 2 ** 40 + 2, root: joined }, [leaf, leaf]))
})
