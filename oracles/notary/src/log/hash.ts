import { sha256 } from '../blocks/header.ts'

const leafPrefix = Uint8Array.of(0)
const nodePrefix = Uint8Array.of(1)

/** RFC 6962 section 2.1. */
export const leafHash = (leaf: Uint8Array): Buffer => sha256(leafPrefix, leaf)
export const nodeHash = (left: Uint8Array, right: Uint8Array): Buffer => sha256(nodePrefix, left, right)
/** The root of the empty tree. */
export const emptyRoot = (): Buffer => sha256()

/** Root of a complete subtree: `hashes.length` is a power of two. */
export const completeRoot = (hashes: readonly Uint8Array[]): Uint8Array => {
  let level = hashes
  while (level.length > 1)
    level = Array.from({ length: level.length / 2 }, (_, i) => nodeHash(level[2 * i]!, level[2 * i + 1]!))
  return level[0]!
}
