import { emptyRoot, hashLength, nodeHash, splitOf } from './hash.ts'
import { subtreeRoot, tileHeight, tileWidth } from './tiles.ts'

/** Gives the stored hashes of a tile; they are at least as many as the tree that is asked about has. */
export type ReadTile = (level: number, index: number) => Promise<Uint8Array>

/** A complete subtree's root: of the 2^height leaves from index · 2^height on. */
const completeRoot = async (read: ReadTile, height: number, index: number): Promise<Uint8Array> => {
  const level = Math.floor(height / tileHeight)
  const width = 2 ** (height % tileHeight)
  const first = index * width
  const hashes = await read(level, Math.floor(first / tileWidth))
  const start = (first % tileWidth) * hashLength
  return subtreeRoot(hashes.subarray(start, start + width * hashLength))
}

/** The root over the leaves from `from` up to `to`: MTH of RFC 9162, section 2.1.1. Subtrees begin where RFC 9162 splits. */
const rangeRoot = async (read: ReadTile, from: number, to: number): Promise<Uint8Array> => {
  const size = to - from
  const height = Math.log2(size)
  if (Number.isInteger(height)) return completeRoot(read, height, from / size)
  const split = from + splitOf(size)
  return nodeHash(...(await Promise.all([rangeRoot(read, from, split), rangeRoot(read, split, to)])))
}

/** The root of the tree of the first `size` leaves. */
export const rootAt = async (read: ReadTile, size: number): Promise<Uint8Array> =>
  size === 0 ? emptyRoot : rangeRoot(read, 0, size)

/** PATH(leaf, D[from:to]) of RFC 9162, section 2.1.3.1. */
const path = async (read: ReadTile, leaf: number, from: number, to: number): Promise<Uint8Array[]> => {
  if (to - from === 1) return []
  const split = from + splitOf(to - from)
  return leaf < split
    ? [...(await path(read, leaf, from, split)), await rangeRoot(read, split, to)]
    : [...(await path(read, leaf, split, to)), await rangeRoot(read, from, split)]
}

/** Proof that leaf `index` is in the tree of `size` leaves (RFC 9162, section 2.1.3.1). */
export const inclusionProof = (read: ReadTile, index: number, size: number): Promise<Uint8Array[]> =>
  path(read, index, 0, size)

/** SUBPROOF(old, D[from:to], whole) of RFC 9162, section 2.1.4.1; `old` is a position, not relative to `from`. */
const subproof = async (
  read: ReadTile,
  old: number,
  from: number,
  to: number,
  whole: boolean,
): Promise<Uint8Array[]> => {
  if (old === to) return whole ? [] : [await rangeRoot(read, from, to)]
  const split = from + splitOf(to - from)
  return old <= split
    ? [...(await subproof(read, old, from, split, whole)), await rangeRoot(read, split, to)]
    : [...(await subproof(read, old, split, to, false)), await rangeRoot(read, from, split)]
}

/** Proof that the tree of `size` leaves begins with the tree of `oldSize` (RFC 9162, section 2.1.4.1); none for size 0. */
export const consistencyProof = async (
  read: ReadTile,
  oldSize: number,
  size: number,
): Promise<Uint8Array[]> => (oldSize === 0 ? [] : subproof(read, oldSize, 0, size, true))
