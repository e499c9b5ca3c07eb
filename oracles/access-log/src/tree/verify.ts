import { nodeHash } from './hash.ts'

const equal = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0
const isOdd = (n: number): boolean => n % 2 === 1
const half = (n: number): number => Math.floor(n / 2)

/** Whether a leaf hash is at `index` in the tree of `size` leaves with this root (RFC 9162, section 2.1.3.2). */
export const verifyInclusion = (
  leaf: Uint8Array,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
  root: Uint8Array,
): boolean => {
  if (index >= size) return false
  let [node, last, hash] = [index, size - 1, leaf]
  for (const sibling of proof) {
    if (last === 0) return false
    if (isOdd(node) || node === last) {
      hash = nodeHash(sibling, hash)
      while (!isOdd(node) && node !== 0) [node, last] = [half(node), half(last)]
    } else hash = nodeHash(hash, sibling)
    ;[node, last] = [half(node), half(last)]
  }
  return last === 0 && equal(hash, root)
}

/** Whether the tree of `size` with `root` begins with the tree of `oldSize` with `oldRoot` (RFC 9162, section 2.1.4.2). */
export const verifyConsistency = (
  oldSize: number,
  oldRoot: Uint8Array,
  size: number,
  root: Uint8Array,
  proof: readonly Uint8Array[],
): boolean => {
  if (oldSize === size) return proof.length === 0 && equal(oldRoot, root)
  if (oldSize === 0) return proof.length === 0
  if (oldSize > size || proof.length === 0) return false
  const isPowerOfTwo = Number.isInteger(Math.log2(oldSize))
  const [first, ...rest] = isPowerOfTwo ? [oldRoot, ...proof] : proof
  if (!first) return false
  let [node, last] = [oldSize - 1, size - 1]
  while (isOdd(node)) [node, last] = [half(node), half(last)]
  let [oldHash, hash] = [first, first]
  for (const sibling of rest) {
    if (last === 0) return false
    if (isOdd(node) || node === last) {
      oldHash = nodeHash(sibling, oldHash)
      hash = nodeHash(sibling, hash)
      while (!isOdd(node) && node !== 0) [node, last] = [half(node), half(last)]
    } else hash = nodeHash(hash, sibling)
    ;[node, last] = [half(node), half(last)]
  }
  return last === 0 && equal(oldHash, oldRoot) && equal(hash, root)
}
