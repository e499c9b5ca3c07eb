import { sha256 } from '@noble/hashes/sha2.js'
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { fromBase64 } from '../base64.ts'
import { reject } from '../verdict.ts'
import { vrfOutput } from './vrf.ts'

const hash = (prefix: number, ...parts: readonly Uint8Array[]) =>
  sha256(concatBytes(Uint8Array.of(prefix), ...parts))

export const uint64 = (value: number): Uint8Array => {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value))
  return bytes
}

/** What a list has come to: how many entries, and the hash over all of them in order. ACCESS.md, section 3. */
export interface ListState {
  readonly count: number
  readonly head: Uint8Array
}
export const extend = ({ count, head }: ListState, index: number, leaf: Uint8Array): ListState => ({
  count: count + 1,
  head: hash(0x04, head, uint64(index), leaf),
})

/** Where a list stands in the index, and what opens its value there. */
export interface Place {
  readonly label: Uint8Array
  readonly opening: Uint8Array
}

/**
 * The place of a list by its name: the VRF has one output for a name, and the log cannot have another.
 * @throws Rejection `list-name` when the proof is of another name or key
 */
export const placeOf = (kind: string, name: string, key: Uint8Array, proof: string): Place => {
  const text = utf8ToBytes(`huren-access-list/v1\n${kind}\n${name}\n`)
  const output = vrfOutput(key, text, fromBase64(proof, 'access-malformed'))
  if (!output)
    return reject(
      'list-name',
      '清单不是此人（或此机构）的：名称证明不成立。',
      'The list is not that of this person (or institution): the proof of the name does not hold.',
    )
  return { label: output.subarray(0, 32), opening: output.subarray(32, 64) }
}

export const listLeaf = ({ label, opening }: Place, { count, head }: ListState): Uint8Array =>
  hash(0x02, label, hash(0x05, opening, uint64(count), head))
export const otherLeaf = (label: Uint8Array, value: Uint8Array): Uint8Array => hash(0x02, label, value)
export const nothing = new Uint8Array(32)

export const bitOf = (label: Uint8Array, depth: number): number =>
  ((label[depth >> 3] ?? 0) >> (7 - (depth & 7))) & 1

/** The root of the index when `leaf` stands where the label leads, `siblings.length` levels below it. */
export const indexRoot = (label: Uint8Array, leaf: Uint8Array, siblings: readonly Uint8Array[]): Uint8Array =>
  siblings.reduceRight<Uint8Array>(
    (below, sibling, depth) =>
      bitOf(label, depth) === 1 ? hash(0x03, sibling, below) : hash(0x03, below, sibling),
    leaf,
  )
