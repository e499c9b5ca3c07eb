import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { test } from 'tap'
import { type IndexLeaf, prove, rootOf, update } from './index-tree.ts'

const sha256 = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest()
const bytes = (text: string) => Buffer.from(text, 'latin1')
const bit = (label: Uint8Array, depth: number) => ((label[depth >> 3] ?? 0) >> (7 - (depth & 7))) & 1

/** The definition of explorer/verify/ACCESS.md, section 3, word for word: no sharing, nothing updated. */
const defined = (leaves: readonly IndexLeaf[], depth = 0): Buffer => {
  const [only] = leaves
  if (!only) return Buffer.alloc(32)
  if (leaves.length === 1) return sha256(Buffer.of(2), bytes(only.label), bytes(only.value))
  const side = (wanted: number) =>
    defined(
      leaves.filter(({ label }) => bit(bytes(label), depth) === wanted),
      depth + 1,
    )
  return sha256(Buffer.of(3), side(0), side(1))
}

/** Labels that often share long beginnings, so that the tree grows deep. */
const label = fc.tuple(fc.nat(32), fc.uint8Array({ minLength: 32, maxLength: 32 })).map(([zeros, random]) =>
  Buffer.concat([Buffer.alloc(zeros), random])
    .subarray(0, 32)
    .toString('latin1'),
)
const value = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((b) => Buffer.from(b).toString('latin1'))
const leafSets = fc
  .dictionary(label, value, { maxKeys: 40 })
  .map((all) => Object.entries(all).map(([label, value]): IndexLeaf => ({ label, value })))

const folded = (label: Uint8Array, { siblings, found }: ReturnType<typeof prove>) =>
  siblings.reduceRight<Buffer>(
    (hash, sibling, depth) =>
      bit(label, depth) === 1 ? sha256(Buffer.of(3), sibling, hash) : sha256(Buffer.of(3), hash, sibling),
    found ? sha256(Buffer.of(2), found.label, found.value) : Buffer.alloc(32),
  )

test('the index is the tree of its definition, however it was put together', async () => {
  fc.assert(
    fc.property(leafSets, fc.nat(5), (leaves, portions) => {
      let tree = update(undefined, [])
      const size = Math.ceil(leaves.length / (portions + 1)) || 1
      for (let at = 0; at < leaves.length; at += size) tree = update(tree, leaves.slice(at, at + size))
      return rootOf(tree).equals(defined(leaves)) && rootOf(update(tree, leaves)).equals(defined(leaves))
    }),
    { numRuns: 300 },
  )
})

test('every label has one proof: of its value when it is there, of its absence when it is not', async () => {
  fc.assert(
    fc.property(leafSets, label, (leaves, other) => {
      const tree = update(undefined, leaves)
      const wanted = bytes(other)
      const present = leaves.find(({ label }) => label === other)
      for (const { label, value } of leaves) {
        const proof = prove(tree, bytes(label))
        if (!folded(bytes(label), proof).equals(rootOf(tree)) || !proof.found?.value.equals(bytes(value)))
          return false
      }
      const proof = prove(tree, wanted)
      return (
        folded(wanted, proof).equals(rootOf(tree)) &&
        Boolean(proof.found?.label.equals(wanted)) === Boolean(present)
      )
    }),
    { numRuns: 300 },
  )
})

test('an update leaves the tree that was there as it was', async (t) => {
  const leaf = (n: number, value: string): IndexLeaf => ({
    label: sha256(Buffer.of(n)).toString('latin1'),
    value: value.repeat(32),
  })
  const first = update(
    undefined,
    Array.from({ length: 50 }, (_, n) => leaf(n, 'a')),
  )
  const root = rootOf(first)
  const second = update(first, [leaf(7, 'b'), leaf(99, 'b')])
  t.same(rootOf(first), root)
  t.notSame(rootOf(second), root)
  t.same(prove(first, bytes(leaf(7, '').label)).found?.value.toString('latin1'), 'a'.repeat(32))
  t.same(prove(second, bytes(leaf(7, '').label)).found?.value.toString('latin1'), 'b'.repeat(32))
})
