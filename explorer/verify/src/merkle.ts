import { sha256 } from '@noble/hashes/sha2.js'
import { concatBytes } from '@noble/hashes/utils.js'

const leafPrefix = Uint8Array.of(0)
const nodePrefix = Uint8Array.of(1)

/** MTH({d}) = SHA-256(0x00 ‖ d), RFC 6962 section 2.1. */
export const leafHash = (leaf: Uint8Array): Uint8Array => sha256(concatBytes(leafPrefix, leaf))

/** SHA-256(0x01 ‖ left ‖ right), RFC 6962 section 2.1. */
export const nodeHash = (left: Uint8Array, right: Uint8Array): Uint8Array =>
  sha256(concatBytes(nodePrefix, left, right))

const half = (n: number) => Math.floor(n / 2)
const isOdd = (n: number) => n % 2 === 1

/** Halves both until `node` is odd or zero: the levels at which a left subtree ended without a sibling. */
const skipLoneNodes = (node: number, last: number): [number, number] => {
  while (!isOdd(node) && node !== 0) [node, last] = [half(node), half(last)]
  return [node, last]
}

/**
 * The root that an audit path leads to, RFC 9162 section 2.1.3.2 (the paths of RFC 6962 section 2.1.1).
 * @param index of the leaf, 0 ≤ index < size ≤ 2^53 − 1
 * @returns undefined when the path has the wrong length
 */
export const rootFromInclusion = (
  index: number,
  size: number,
  leaf: Uint8Array,
  path: readonly Uint8Array[],
): Uint8Array | undefined => {
  if (!(index >= 0 && index < size)) return undefined
  let [node, last, hash] = [index, size - 1, leaf]
  for (const sibling of path) {
    if (last === 0) return undefined
    if (isOdd(node) || node === last) {
      hash = nodeHash(sibling, hash)
      ;[node, last] = skipLoneNodes(node, last)
    } else hash = nodeHash(hash, sibling)
    ;[node, last] = [half(node), half(last)]
  }
  return last === 0 ? hash : undefined
}

const equal = (a: Uint8Array, b: Uint8Array) => a.length === b.length && a.every((byte, i) => byte === b[i])

/** Whether the log of `size` extends the log of `oldSize` > 0, RFC 9162 section 2.1.4.2: of the empty log there is nothing to prove. */
export const isConsistent = (
  oldSize: number,
  oldRoot: Uint8Array,
  size: number,
  root: Uint8Array,
  proof: readonly Uint8Array[],
): boolean => {
  if (oldSize > size || oldSize < 1) return false
  if (oldSize === size) return proof.length === 0 && equal(oldRoot, root)
  let [node, last] = [oldSize - 1, size - 1]
  while (isOdd(node)) [node, last] = [half(node), half(last)]
  const [first, ...rest] = node === 0 ? [oldRoot, ...proof] : proof
  if (!first) return false
  let [older, newer] = [first, first]
  for (const sibling of rest) {
    if (last === 0) return false
    if (isOdd(node) || node === last) {
      older = nodeHash(sibling, older)
      newer = nodeHash(sibling, newer)
      ;[node, last] = skipLoneNodes(node, last)
    } else newer = nodeHash(newer, sibling)
    ;[node, last] = [half(node), half(last)]
  }
  return last === 0 && equal(older, oldRoot) && equal(newer, root)
}
