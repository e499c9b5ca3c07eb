import { hash } from 'node:crypto'

/** What a list has come to: how many entries, and the hash over all of them in order. */
export interface ListState {
  readonly count: number
  readonly head: Buffer
}

const sha256 = (...parts: readonly Uint8Array[]): Buffer => hash('sha256', Buffer.concat(parts), 'buffer')
const prefix = { chain: Buffer.of(0x04), value: Buffer.of(0x05) }

export const emptyList: ListState = { count: 0, head: Buffer.alloc(32) }

export const uint64 = (value: number): Buffer => {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64BE(BigInt(value))
  return bytes
}

/** SHA-256(0x04 ‖ head ‖ index of the entry in the log ‖ leaf hash); explorer/verify/ACCESS.md, section 3. */
export const extend = ({ count, head }: ListState, index: number, leaf: Uint8Array): ListState => ({
  count: count + 1,
  head: sha256(prefix.chain, head, uint64(index), leaf),
})

/** SHA-256(0x05 ‖ opening ‖ count ‖ head): binds to a list's state and shows nothing of it. */
export const commitState = (opening: Uint8Array, { count, head }: ListState): Buffer =>
  sha256(prefix.value, opening, uint64(count), head)
