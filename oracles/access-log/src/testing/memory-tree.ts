import { leafHash, nodeHash } from '../tree/hash.ts'
import type { ReadTile } from '../tree/proofs.ts'
import { Edge } from '../tree/tiles.ts'

/** A tree whose tiles are kept in memory, filled in groups of a given size. */
export const treeOf = (entries: readonly Uint8Array[], groupSize = entries.length): ReadTile => {
  const edge = new Edge()
  const tiles = new Map<string, Uint8Array>()
  for (let first = 0; first < entries.length; first += groupSize)
    for (const { level, index, hashes } of edge.append(entries.slice(first, first + groupSize).map(leafHash)))
      tiles.set(`${level}/${index}`, hashes)
  return async (level, index) => tiles.get(`${level}/${index}`) ?? new Uint8Array()
}

/** The definition of RFC 9162, section 2.1.1, word for word: no tiles, nothing stored. */
export const definedRoot = (entries: readonly Uint8Array[]): Uint8Array => {
  const [only, second] = entries
  if (!only) throw new RangeError('a tree without entries is another case')
  if (!second) return leafHash(only)
  let split = 1
  while (split * 2 < entries.length) split *= 2
  return nodeHash(definedRoot(entries.slice(0, split)), definedRoot(entries.slice(split)))
}
