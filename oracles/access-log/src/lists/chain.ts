import { sha256 } from '../tree/hash.ts'

/** What a list has come to: how many entries, and the hash over all of them in order. */
export interface ListState {
  readonly count: number
  readonly head: Buffer
}

/** Laid out in one place: a fresh buffer for each hash costs as much as the hash. */
const chained = Buffer.alloc(73)
const valued = Buffer.alloc(73)
chained[0] = 0x04
valued[0] = 0x05
const whole = (hash: Uint8Array): Uint8Array => {
  if (hash.length !== 32) throw new RangeError('not a hash')
  return hash
}
const two32 = 2 ** 32
export const writeUint64 = (into: Buffer, value: number, at = 0): void => {
  into.writeUInt32BE(Math.floor(value / two32), at)
  into.writeUInt32BE(value % two32, at + 4)
}

export const emptyList: ListState = { count: 0, head: Buffer.alloc(32) }

/** SHA-256(0x04 ‖ head ‖ index of the entry in the log ‖ leaf hash); explorer/verify/ACCESS.md, section 3. */
export const extend = ({ count, head }: ListState, index: number, leaf: Uint8Array): ListState => {
  chained.set(whole(head), 1)
  writeUint64(chained, index, 33)
  chained.set(whole(leaf), 41)
  return { count: count + 1, head: sha256(chained) }
}

/** SHA-256(0x05 ‖ opening ‖ count ‖ head): binds to a list's state and shows nothing of it. */
export const commitState = (opening: Uint8Array, { count, head }: ListState): Buffer => {
  valued.set(whole(opening), 1)
  writeUint64(valued, count, 33)
  valued.set(whole(head), 41)
  return sha256(valued)
}
