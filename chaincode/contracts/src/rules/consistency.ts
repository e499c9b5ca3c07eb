import { hash } from 'node:crypto'
import type { Digest } from '@huren/records'

/** The hash of an inner node of the Merkle tree: SHA-256(0x01 ‖ left ‖ right), RFC 9162, section 2.1.1. */
export const nodeHash = (left: Buffer, right: Buffer): Buffer =>
  hash('sha256', Buffer.concat([Buffer.of(1), left, right]), 'buffer')

export interface TreeHead {
  readonly size: number
  readonly root: Digest
}

const half = (n: number) => Math.floor(n / 2)
const isOdd = (n: number) => n % 2 === 1

/**
 * Whether the newer tree has the older one as its beginning (RFC 9162, section 2.1.4.2; RFC 6962, section 2.1.2). Sizes
 * are plain numbers, up to 2^53 - 1, so that there is no shifting of bits here.
 */
export const isConsistent = (older: TreeHead, newer: TreeHead, proof: readonly Digest[]): boolean => {
  if (older.size === 0) return proof.length === 0
  if (older.size > newer.size) return false
  if (older.size === newer.size) return proof.length === 0 && older.root === newer.root
  return replay(older, newer, proof)
}

const isPowerOfTwo = (n: number): boolean => n === 1 || (!isOdd(n) && isPowerOfTwo(n / 2))

const replay = (older: TreeHead, newer: TreeHead, proof: readonly Digest[]): boolean => {
  const path = (isPowerOfTwo(older.size) ? [older.root, ...proof] : [...proof]).map((digest) =>
    Buffer.from(digest, 'hex'),
  )
  let [first, second] = [older.size - 1, newer.size - 1]
  while (isOdd(first)) [first, second] = [half(first), half(second)]
  const [start, ...rest] = path
  if (!start) return false
  let [oldRoot, newRoot]: [Buffer, Buffer] = [start, start]
  for (const node of rest) {
    if (second === 0) return false
    if (isOdd(first) || first === second) {
      oldRoot = nodeHash(node, oldRoot)
      newRoot = nodeHash(node, newRoot)
      while (!isOdd(first) && first !== 0) [first, second] = [half(first), half(second)]
    } else newRoot = nodeHash(newRoot, node)
    ;[first, second] = [half(first), half(second)]
  }
  return second === 0 && oldRoot.toString('hex') === older.root && newRoot.toString('hex') === newer.root
}
