import { hash } from 'node:crypto'

export const hashLength = 32

const leafPrefix = Buffer.of(0)
const nodePrefix = Buffer.of(1)
const sha256 = (...parts: Uint8Array[]): Uint8Array => hash('sha256', Buffer.concat(parts), 'buffer')

/** The root of a tree without entries (RFC 9162, section 2.1.1). */
export const emptyRoot = sha256()

/** A leaf's hash: SHA-256(0x00 ‖ entry) (RFC 9162, section 2.1.1). */
export const leafHash = (entry: Uint8Array): Uint8Array => sha256(leafPrefix, entry)

/** An inner node's hash: SHA-256(0x01 ‖ left ‖ right) (RFC 9162, section 2.1.1). */
export const nodeHash = (left: Uint8Array, right: Uint8Array): Uint8Array => sha256(nodePrefix, left, right)

/** The largest power of two smaller than `size`, for a size of two or more: where RFC 9162 splits a tree. */
export const splitOf = (size: number): number => 2 ** Math.ceil(Math.log2(size) - 1)
