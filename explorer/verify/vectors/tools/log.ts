import { encodeBase64 } from '@huren/records'
import { bytesToHex, concatBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { leafHash, nodeHash } from '../../src/merkle.ts'
import type { ReceiptFile } from '../../src/receipt.ts'

/** Merkle tree hash of all leaf hashes, RFC 6962 section 2.1, by its recursive definition. */
export const treeHash = (leaves: readonly Uint8Array[]): Uint8Array => {
  if (leaves.length === 1) return leaves[0]!
  const k = splitPoint(leaves.length)
  return nodeHash(treeHash(leaves.slice(0, k)), treeHash(leaves.slice(k)))
}

const splitPoint = (n: number) => 2 ** Math.floor(Math.log2(n - 1))

/** PATH(m, D[n]), RFC 6962 section 2.1.1. */
export const auditPath = (index: number, leaves: readonly Uint8Array[]): Uint8Array[] => {
  if (leaves.length === 1) return []
  const k = splitPoint(leaves.length)
  return index < k
    ? [...auditPath(index, leaves.slice(0, k)), treeHash(leaves.slice(k))]
    : [...auditPath(index - k, leaves.slice(k)), treeHash(leaves.slice(0, k))]
}

const subproof = (m: number, leaves: readonly Uint8Array[], complete: boolean): Uint8Array[] => {
  if (m === leaves.length) return complete ? [] : [treeHash(leaves)]
  const k = splitPoint(leaves.length)
  return m <= k
    ? [...subproof(m, leaves.slice(0, k), complete), treeHash(leaves.slice(k))]
    : [...subproof(m - k, leaves.slice(k), false), treeHash(leaves.slice(0, k))]
}

/** PROOF(m, D[n]), RFC 6962 section 2.1.2. */
export const consistencyProof = (m: number, leaves: readonly Uint8Array[]) =>
  m === 0 || m === leaves.length ? [] : subproof(m, leaves, true)

export interface LoggedStatement {
  readonly envelope: string
  readonly leaf: string
}

/** A receipt for entry `subject`, resting on `others`, with the checkpoint's text given. */
export const assemble = (
  log: readonly LoggedStatement[],
  subject: number,
  others: readonly number[],
  checkpoint: string,
): ReceiptFile => {
  const leaves = log.map(({ leaf }) => leafHash(utf8ToBytes(leaf)))
  const numbers = new Map<string, number>()
  const hashes: Uint8Array[] = []
  const number = (hash: Uint8Array) => {
    const key = bytesToHex(hash)
    const known = numbers.get(key)
    if (known !== undefined) return known
    numbers.set(key, hashes.length)
    return hashes.push(hash) - 1
  }
  const statements = [subject, ...others].map((index) => ({
    index,
    leaf: log[index]!.leaf,
    path: auditPath(index, leaves).map(number),
    envelope: log[index]!.envelope,
  }))
  return { format: 'huren-receipt/v1', checkpoint, statements, hashes: encodeBase64(concatBytes(...hashes)) }
}
