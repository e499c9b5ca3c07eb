import { hash } from 'node:crypto'

/**
 * The index: a prefix tree over the labels of all lists, one bit a level, in which a list stands as high as it stands
 * alone. It is a function of the set of its leaves. Trees are never changed: an update makes a new one that shares what
 * stayed, so that proofs can still be made in the tree of an earlier checkpoint.
 *
 * Hashes are kept as Latin-1 strings of 32 characters, which need half the memory of arrays.
 */
export interface IndexLeaf {
  readonly label: string
  /** Of the list's state; see `commitState`. */
  readonly value: string
}
interface Inner {
  readonly left: IndexTree
  readonly right: IndexTree
  readonly hash: string
}
export type IndexTree = IndexLeaf | Inner | undefined

const sha256 = (text: string): string => hash('sha256', Buffer.from(text, 'latin1'), 'binary')
const nothing = '\0'.repeat(32)

/** SHA-256(0x02 ‖ label ‖ value), SHA-256(0x03 ‖ left ‖ right), 32 zero bytes: never those of the log's tree. */
const hashOf = (tree: IndexTree): string => {
  if (!tree) return nothing
  return 'hash' in tree ? tree.hash : sha256(`\u0002${tree.label}${tree.value}`)
}
const inner = (left: IndexTree, right: IndexTree): Inner => ({
  left,
  right,
  hash: sha256(`\u0003${hashOf(left)}${hashOf(right)}`),
})

const bitOf = (label: string, depth: number): number =>
  (label.charCodeAt(depth >> 3) >> (7 - (depth & 7))) & 1

/** The first of the sorted leaves whose label has the bit at `depth` set. */
const splitAt = (leaves: readonly IndexLeaf[], from: number, to: number, depth: number): number => {
  let [low, high] = [from, to]
  while (low < high) {
    const middle = (low + high) >> 1
    if (bitOf(leaves[middle]?.label ?? '', depth) === 1) high = middle
    else low = middle + 1
  }
  return low
}

const isLeaf = (tree: IndexTree): tree is IndexLeaf => tree !== undefined && !('hash' in tree)

/** The tree with leaves[from…to) put in, all of which belong below this place. */
const updated = (
  tree: IndexTree,
  leaves: readonly IndexLeaf[],
  from: number,
  to: number,
  depth: number,
): IndexTree => {
  if (from === to) return tree
  const only = to - from === 1 ? leaves[from] : undefined
  if (only && (!tree || (isLeaf(tree) && tree.label === only.label))) return only
  const split = splitAt(leaves, from, to, depth)
  const [left, right] = isLeaf(tree)
    ? bitOf(tree.label, depth) === 0
      ? [tree, undefined]
      : [undefined, tree]
    : [tree?.left, tree?.right]
  return inner(updated(left, leaves, from, split, depth + 1), updated(right, leaves, split, to, depth + 1))
}

/** @param leaves one a label, in any order; those that are there already get their new value */
export const update = (tree: IndexTree, leaves: readonly IndexLeaf[]): IndexTree => {
  const sorted = leaves.toSorted((a, b) => (a.label < b.label ? -1 : 1))
  return updated(tree, sorted, 0, sorted.length, 0)
}

export const rootOf = (tree: IndexTree): Buffer => Buffer.from(hashOf(tree), 'latin1')

/** What stands where a label belongs, and the hashes beside the way there, from the root downwards. */
export interface IndexProof {
  readonly siblings: readonly Buffer[]
  /** The list itself, another one that stands there alone, or nothing. */
  readonly found: { readonly label: Buffer; readonly value: Buffer } | undefined
}

export const prove = (tree: IndexTree, label: Uint8Array): IndexProof => {
  const wanted = Buffer.from(label).toString('latin1')
  const siblings: Buffer[] = []
  let at = tree
  while (at && 'hash' in at) {
    const right = bitOf(wanted, siblings.length) === 1
    siblings.push(rootOf(right ? at.left : at.right))
    at = right ? at.right : at.left
  }
  const found = at && { label: Buffer.from(at.label, 'latin1'), value: Buffer.from(at.value, 'latin1') }
  return { siblings, found }
}
