import { hash } from 'node:crypto'
import type { Digest } from '@huren/records'

/** A Merkle tree as the RFC defines it, recursively and slowly: the reference for what the contract verifies. */
type Leaves = readonly Buffer[]

const sha256 = (...parts: Buffer[]) => hash('sha256', Buffer.concat(parts), 'buffer')
const split = (size: number): number => {
  let k = 1
  while (k * 2 < size) k *= 2
  return k
}

/** MTH(D[n]), RFC 9162, section 2.1.1. */
const rootOf = (leaves: Leaves): Buffer => {
  const [only] = leaves
  if (!only) return sha256(Buffer.of())
  if (leaves.length === 1) return sha256(Buffer.of(0), only)
  const k = split(leaves.length)
  return sha256(Buffer.of(1), rootOf(leaves.slice(0, k)), rootOf(leaves.slice(k)))
}

/** SUBPROOF(m, D[n], complete), RFC 9162, section 2.1.4.1. */
const subproof = (m: number, leaves: Leaves, complete: boolean): Buffer[] => {
  if (m === leaves.length) return complete ? [] : [rootOf(leaves)]
  const k = split(leaves.length)
  if (m <= k) return [...subproof(m, leaves.slice(0, k), complete), rootOf(leaves.slice(k))]
  return [...subproof(m - k, leaves.slice(k), false), rootOf(leaves.slice(0, k))]
}

const hex = (digest: Buffer) => digest.toString('hex') as Digest

/** The proof that the first `from` of the leaves are where the tree of all of them began. */
export const consistencyProof = (from: number, leaves: Leaves): Digest[] =>
  subproof(from, leaves, true).map(hex)
export const headOf = (leaves: Leaves) => ({ size: leaves.length, root: hex(rootOf(leaves)) })
