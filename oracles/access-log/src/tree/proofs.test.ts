import fc from 'fast-check'
import { test } from 'tap'
import { definedRoot, treeOf } from '../testing/memory-tree.ts'
import { leafHash, splitOf } from './hash.ts'
import { consistencyProof, inclusionProof, rootAt } from './proofs.ts'
import { verifyConsistency, verifyInclusion } from './verify.ts'

const entry = (n: number) => Buffer.from(`entry ${n}`)
const many = 66_000
const entries = Array.from({ length: many }, (_, n) => entry(n))
const tree = treeOf(entries, 999)
const root = (size: number) => rootAt(tree, size)
/** Sizes around the edges of tiles and of powers of two, and any other. */
const size = fc.oneof(
  fc.integer({ min: 1, max: 600 }),
  fc.integer({ min: 1, max: many }),
  fc.constantFrom(255, 256, 257, 511, 512, 513, 4096, 65_535, 65_536, 65_537),
)
const sizes = fc.tuple(size, size).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const)

/** A proof with one thing wrong: a bit, a hash too many or too few, two hashes swapped. */
const damage = (proof: readonly Uint8Array[], at: number): Uint8Array[][] => {
  const flipped = proof.map((hash, i) =>
    i === at % proof.length ? hash.map((b, j) => (j === 7 ? b ^ 1 : b)) : hash,
  )
  const damaged = [
    [...proof, Buffer.alloc(32)],
    [Buffer.alloc(32), ...proof],
  ]
  return proof.length === 0 ? damaged : [...damaged, flipped, proof.slice(1), proof.slice(0, -1)]
}

test('a tree is split where RFC 9162 splits it', async (t) => {
  for (let n = 1; n < 30; n++) {
    t.equal(splitOf(2 ** n), 2 ** (n - 1))
    t.equal(splitOf(2 ** n + 1), 2 ** n)
  }
})

test('roots agree with the definition, whatever the groups in which entries came', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 1200 }),
      fc.integer({ min: 1, max: 700 }),
      async (size, group) => {
        const some = entries.slice(0, size)
        return Buffer.from(definedRoot(some)).equals(await rootAt(treeOf(some, group), size))
      },
    ),
    { numRuns: 60 },
  )
})

test('a tree of more than 65,536 leaves agrees with the definition', async (t) => {
  t.same(Buffer.from(await root(many)), Buffer.from(definedRoot(entries)))
})

test('each leaf proves its inclusion, and nothing else does', async () => {
  await fc.assert(
    fc.asyncProperty(sizes, async ([n, size]) => {
      const index = n - 1
      const proof = await inclusionProof(tree, index, size)
      const verify = (leaf: number, at: number, hashes: Uint8Array[]) =>
        root(size).then((hash) => verifyInclusion(leafHash(entry(leaf)), at, size, hashes, hash))
      const wrong = await Promise.all(damage(proof, index).map((hashes) => verify(index, index, hashes)))
      return (
        (await verify(index, index, proof)) &&
        !wrong.includes(true) &&
        !(await verify(index + 1, index, proof)) &&
        !(await verify(index, index + 1, proof))
      )
    }),
    { numRuns: 80 },
  )
})

test('each tree proves that it extends an earlier one, and no other', async () => {
  await fc.assert(
    fc.asyncProperty(sizes, async ([oldSize, size]) => {
      const proof = await consistencyProof(tree, oldSize, size)
      const verify = async (hashes: Uint8Array[], old = oldSize) =>
        verifyConsistency(oldSize, await root(old), size, await root(size), hashes)
      const wrong = await Promise.all(damage(proof, size).map((hashes) => verify(hashes)))
      return (
        (await verify(proof)) &&
        !wrong.includes(true) &&
        !(await verify(proof, oldSize + 1).catch(() => false))
      )
    }),
    { numRuns: 80 },
  )
})

test('CHAIN-2: a log that changed an old entry cannot prove that it extends the tree before', async (t) => {
  const forged = treeOf(entries.slice(0, 700).with(100, entry(-1)))
  const proof = await consistencyProof(forged, 500, 700)
  t.notOk(verifyConsistency(500, await root(500), 700, await rootAt(forged, 700), proof))
  t.notOk(verifyConsistency(500, await root(500), 700, await root(700), proof))
})
