import type { Digest } from '@huren/records'
import * as published from '@huren/records/testing/rfc6962'
import fc from 'fast-check'
import { test } from 'tap'
import { consistencyProof, headOf } from '../testing/merkle.ts'
import { isConsistent, nodeHash } from './consistency.ts'

const leaves = published.leaves.map((leaf) => Buffer.from(leaf, 'hex'))
const roots = published.roots as readonly Digest[]
const head = (size: number) => ({ size, root: roots[size - 1] ?? ('' as Digest) })

test('the reference tree has the published roots', async (t) => {
  for (let size = 1; size <= 8; size++) t.same(headOf(leaves.slice(0, size)), head(size))
})

test('RFC 6962: the published proofs verify, and no altered one does', async (t) => {
  for (const [from, to, proof] of published.consistency as [number, number, Digest[]][]) {
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
  t.notOk(isConsistent(head(8), head(6), published.consistency[2]?.[2] as Digest[]), 'a log never shrinks')
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
