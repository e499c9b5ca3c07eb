import * as published from '@huren/records/testing/rfc6962'
import { test } from 'tap'
import { treeOf } from '../testing/memory-tree.ts'
import { emptyRoot, leafHash } from './hash.ts'
import { consistencyProof, inclusionProof, rootAt } from './proofs.ts'
import { verifyConsistency, verifyInclusion } from './verify.ts'

/** The reference tree's leaves, roots and proofs, made and verified. */
const bytes = (hex: string) => Buffer.from(hex, 'hex')
const leaves = published.leaves.map(bytes)

const hex = (hashes: readonly Uint8Array[]) => hashes.map((hash) => Buffer.from(hash).toString('hex'))
const root = (size: number) => bytes(published.roots[size - 1] ?? '')
const read = treeOf(leaves)

test('published roots', async (t) => {
  t.equal(hex([emptyRoot])[0], 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  for (const [i, expected] of published.roots.entries()) t.same(hex([await rootAt(read, i + 1)]), [expected])
})

test('published inclusion proofs are made and verify', async (t) => {
  for (const [index, size, proof] of published.inclusion) {
    t.same(hex(await inclusionProof(read, index, size)), proof, `${index} in ${size}`)
    t.ok(verifyInclusion(leafHash(leaves[index] ?? Buffer.of()), index, size, proof.map(bytes), root(size)))
  }
})

test('published consistency proofs are made and verify', async (t) => {
  for (const [oldSize, size, proof] of published.consistency) {
    t.same(hex(await consistencyProof(read, oldSize, size)), proof, `${oldSize} to ${size}`)
    t.ok(verifyConsistency(oldSize, root(oldSize), size, root(size), proof.map(bytes)))
  }
})
