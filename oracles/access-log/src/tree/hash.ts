import { hash } from 'node:crypto'

export const hashLength = 32

/**
 * SHA-256. By way of a string, the hash comes to lie in the pool of small buffers: one of its own costs more than the
 * hash. Whoever keeps very many for long copies them, or the pool is kept with them.
 */
export const sha256 = (bytes: Uint8Array): Buffer => Buffer.from(hash('sha256', bytes, 'binary'), 'latin1')

/** Laid out in one place: a fresh buffer for each hash costs as much as the hash. */
const leaf = Buffer.alloc(1 + hashLength)
const node = Buffer.alloc(1 + 2 * hashLength)
node[0] = 1

/** The root of a tree without entries (RFC 9162, section 2.1.1). */
export const emptyRoot = sha256(new Uint8Array())

/** A leaf's hash: SHA-256(0x00 ‖ entry) (RFC 9162, section 2.1.1). */
export const leafHash = (entry: Uint8Array): Buffer => {
  if (entry.length !== hashLength) return sha256(Buffer.concat([leaf.subarray(0, 1), entry]))
  leaf.set(entry, 1)
  return sha256(leaf)
}

/** An inner node's hash: SHA-256(0x01 ‖ left ‖ right) (RFC 9162, section 2.1.1). @throws RangeError */
export const nodeHash = (left: Uint8Array, right: Uint8Array): Buffer => {
  if (left.length !== hashLength || right.length !== hashLength) throw new RangeError('not a hash')
  node.set(left, 1)
  node.set(right, 1 + hashLength)
  return sha256(node)
}

/** The largest power of two smaller than `size`, for a size of two or more: where RFC 9162 splits a tree. */
export const splitOf = (size: number): number => 2 ** Math.ceil(Math.log2(size) - 1)
