import { type AccessErasure, commit, encodeBase64 } from '@huren/records'
import { ed25519 } from '@noble/curves/ed25519.js'
import { sha256, sha512 } from '@noble/hashes/sha2.js'
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import type { AccessListFile, AccessReceiptFile, EntryFile } from '../../src/access/file.ts'
import { leafHash } from '../../src/merkle.ts'
import { auditPath, treeHash } from './log.ts'
import { digest } from './world.ts'

/** An imaging cloud's access log by the definitions of ACCESS.md, written out: for the vectors, not for speed. */
const { Point, utils } = ed25519
const hash = (prefix: number, ...parts: Uint8Array[]) => sha256(concatBytes(Uint8Array.of(prefix), ...parts))
const uint64 = (value: number) => hexToBytes(value.toString(16).padStart(16, '0'))
const littleEndian = (bytes: Uint8Array) => BigInt(`0x${bytesToHex(bytes.toReversed())}`)
const bytesOf = (value: bigint, length: number) =>
  hexToBytes(value.toString(16).padStart(length * 2, '0')).toReversed()
const end = Uint8Array.of(0)

const pointFrom = (bytes: Uint8Array) => {
  try {
    return Point.fromBytes(bytes)
  } catch {
    return undefined
  }
}
const encodeToCurve = (key: Uint8Array, text: Uint8Array, counter = 0): InstanceType<typeof Point> =>
  pointFrom(
    sha512(concatBytes(Uint8Array.of(3, 1), key, text, Uint8Array.of(counter), end)).subarray(0, 32),
  )?.clearCofactor() ?? encodeToCurve(key, text, counter + 1)

/** RFC 9381, sections 5.1 and 5.2, for ECVRF-EDWARDS25519-SHA512-TAI. */
export const vrf = (secret: Uint8Array) => {
  const { scalar, prefix, pointBytes: key } = utils.getExtendedPublicKey(secret)
  const prove = (text: Uint8Array) => {
    const h = encodeToCurve(key, text)
    const gamma = h.multiply(scalar)
    const nonce = littleEndian(sha512(concatBytes(prefix, h.toBytes()))) % Point.Fn.ORDER
    const points = [h, gamma, Point.BASE.multiply(nonce), h.multiply(nonce)].map((p) => p.toBytes())
    const c = sha512(concatBytes(Uint8Array.of(3, 2), key, ...points, end)).subarray(0, 16)
    const s = (nonce + littleEndian(c) * scalar) % Point.Fn.ORDER
    const output = sha512(concatBytes(Uint8Array.of(3, 3), gamma.clearCofactor().toBytes(), end))
    return { proof: concatBytes(gamma.toBytes(), c, bytesOf(s, 32)), output }
  }
  return { key, prove }
}

export interface Written {
  readonly content: object
  readonly patient: string
  readonly institution: string
  readonly salt?: Uint8Array
}
interface Leaf {
  readonly label: Uint8Array
  readonly value: Uint8Array
}
interface Listed {
  readonly index: number
  readonly leaf: Uint8Array
}

const bit = (label: Uint8Array, depth: number) => ((label[depth >> 3] ?? 0) >> (7 - (depth & 7))) & 1
const side = (leaves: readonly Leaf[], depth: number, wanted: number) =>
  leaves.filter(({ label }) => bit(label, depth) === wanted)
const indexHash = (leaves: readonly Leaf[], depth = 0): Uint8Array => {
  const [only] = leaves
  if (!only) return new Uint8Array(32)
  if (leaves.length === 1) return hash(2, only.label, only.value)
  return hash(3, indexHash(side(leaves, depth, 0), depth + 1), indexHash(side(leaves, depth, 1), depth + 1))
}

export class VectorLog {
  readonly id: string
  readonly #vrf: ReturnType<typeof vrf>
  readonly #written: readonly (Written & { salt: Uint8Array; bytes: Uint8Array })[]
  readonly commitments: readonly string[]
  readonly leaves: readonly Uint8Array[]

  constructor(id: string, written: readonly Written[], secret: string) {
    this.id = id
    this.#vrf = vrf(sha256(utf8ToBytes(`huren test vector, not for use: ${secret}`)))
    this.#written = written.map((one, i) => ({
      salt: hexToBytes(digest(`salt ${id} ${i}`)),
      ...one,
      bytes: utf8ToBytes(JSON.stringify(one.content)),
    }))
    this.commitments = this.#written.map(({ salt, bytes }) => commit(salt, bytes))
    this.leaves = this.commitments.map((commitment) => leafHash(hexToBytes(commitment)))
  }

  get key(): string {
    return bytesToHex(this.#vrf.key)
  }
  root(size: number): string {
    return bytesToHex(treeHash(this.leaves.slice(0, size)))
  }
  place(kind: string, name: string) {
    const { proof, output } = this.#vrf.prove(utf8ToBytes(`huren-access-list/v1\n${kind}\n${name}\n`))
    return { proof: encodeBase64(proof), label: output.subarray(0, 32), opening: output.subarray(32) }
  }
  listed(kind: 'patient' | 'institution', name: string, size: number): Listed[] {
    return this.#written
      .slice(0, size)
      .flatMap((one, index) => (one[kind] === name ? [{ index, leaf: this.leaves[index]! }] : []))
  }
  head(listed: readonly Listed[]): Uint8Array {
    return listed.reduce<Uint8Array>(
      (head, { index, leaf }) => hash(4, head, uint64(index), leaf),
      new Uint8Array(32),
    )
  }
  #indexLeaves(size: number): Leaf[] {
    const names = (['patient', 'institution'] as const).flatMap((kind) =>
      [...new Set(this.#written.slice(0, size).map((one) => one[kind]))].map((name) => ({ kind, name })),
    )
    return names.map(({ kind, name }) => {
      const { label, opening } = this.place(kind, name)
      const listed = this.listed(kind, name, size)
      return { label, value: hash(5, opening, uint64(listed.length), this.head(listed)) }
    })
  }
  indexRoot(size: number): string {
    return bytesToHex(indexHash(this.#indexLeaves(size)))
  }
  /** Siblings from the root downwards, and what stands at the place. */
  indexProof(label: Uint8Array, size: number) {
    let leaves = this.#indexLeaves(size)
    const siblings: Uint8Array[] = []
    while (leaves.length > 1) {
      const depth = siblings.length
      siblings.push(indexHash(side(leaves, depth, 1 - bit(label, depth)), depth + 1))
      leaves = side(leaves, depth, bit(label, depth))
    }
    return { siblings, found: leaves[0] }
  }

  #entry(index: number, size: number, number: (hash: Uint8Array) => number, erased = false): EntryFile {
    const { salt, bytes } = this.#written[index]!
    const path = auditPath(index, this.leaves.slice(0, size)).map(number)
    return erased
      ? { index, path, commitment: this.commitments[index]! }
      : { index, path, event: encodeBase64(bytes), salt: encodeBase64(salt) }
  }
  receipt(index: number, size: number, checkpoint: object, erasure?: number): AccessReceiptFile {
    const { number, text } = numbering()
    const entry = this.#entry(index, size, number, erasure !== undefined)
    const by = erasure !== undefined && { erasure: this.#entry(erasure, size, number) }
    return { format: 'huren-access-receipt/v1', entry, ...by, hashes: text(), checkpoint }
  }
  /**
   * @param after so many of the list's entries are not shown
   * @param indexSize the size of which entries and index are, if not that of the tree
   */
  list(
    kind: 'patient' | 'institution',
    name: string,
    size: number,
    checkpoint: object,
    after = 0,
    indexSize = size,
  ): AccessListFile {
    const { number, text } = numbering()
    const { label, proof } = this.place(kind, name)
    const listed = this.listed(kind, name, indexSize)
    const erased = new Set(
      this.#written.slice(0, indexSize).map(({ content }) => (content as Partial<AccessErasure>).erases),
    )
    const entries = listed
      .slice(after)
      .map(({ index }) => this.#entry(index, size, number, erased.has(index)))
    const { siblings, found } = this.indexProof(label, indexSize)
    const head = bytesToHex(this.head(listed.slice(0, after)))
    const other = listed.length === 0 && found
    return {
      format: 'huren-access-list/v1',
      kind,
      proof,
      ...(after > 0 && { after: { count: after, head } }),
      entries,
      siblings: siblings.map(number),
      ...(other && { other: { label: bytesToHex(other.label), value: bytesToHex(other.value) } }),
      hashes: text(),
      checkpoint,
    }
  }
}

/** Each hash of a file once, by its number. */
export const numbering = () => {
  const hashes: string[] = []
  const number = (hash: Uint8Array) => {
    const known = hashes.indexOf(bytesToHex(hash))
    return known >= 0 ? known : hashes.push(bytesToHex(hash)) - 1
  }
  return { number, text: () => encodeBase64(hexToBytes(hashes.join(''))) }
}
