import { hash } from 'node:crypto'

const modulus = 1n << 256n

const entryNumber = (key: string, entry: Uint8Array): bigint => {
  const length = Buffer.allocUnsafe(4)
  length.writeUInt32BE(Buffer.byteLength(key))
  const digest = hash('sha256', Buffer.concat([length, Buffer.from(key), entry]), 'hex')
  return BigInt(`0x${digest}`)
}

/**
 * A sum over all entries of the state that does not depend on their order, so that each block can carry it on at the
 * cost of its own writes, and opening can compare it. It catches damage; it is no commitment against an attacker.
 */
export class StateSum {
  #sum: bigint

  constructor(hex = '0') {
    this.#sum = BigInt(`0x${hex}`)
  }

  add(key: string, entry: Uint8Array): void {
    this.#sum = (this.#sum + entryNumber(key, entry)) % modulus
  }

  remove(key: string, entry: Uint8Array): void {
    this.#sum = (this.#sum + modulus - entryNumber(key, entry)) % modulus
  }

  toString(): string {
    return this.#sum.toString(16).padStart(64, '0')
  }
}
