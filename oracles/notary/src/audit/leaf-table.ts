const hashLength = 32

/** The hash, block and statement of every leaf, packed: an audit keeps them all, to name what differs. */
export class LeafTable {
  #hashes = new Uint8Array(1024 * hashLength)
  #statements = new Uint8Array(1024 * hashLength)
  #blocks = new Float64Array(1024)
  #size = 0

  get size() {
    return this.#size
  }

  /** @param statement its id, or `-` */
  push(hash: Uint8Array, block: number, statement: string): void {
    if (this.#size === this.#blocks.length) this.#grow()
    this.#hashes.set(hash, this.#size * hashLength)
    if (statement !== '-') this.#statements.set(Buffer.from(statement, 'hex'), this.#size * hashLength)
    this.#blocks[this.#size] = block
    this.#size += 1
  }

  #grow(): void {
    const grown = <T extends Uint8Array | Float64Array>(to: T, from: T): T => {
      to.set(from)
      return to
    }
    this.#hashes = grown(new Uint8Array(this.#hashes.length * 2), this.#hashes)
    this.#statements = grown(new Uint8Array(this.#statements.length * 2), this.#statements)
    this.#blocks = grown(new Float64Array(this.#blocks.length * 2), this.#blocks)
  }

  /** The hash of a leaf, where it lies. */
  hash(index: number): Uint8Array {
    return this.#hashes.subarray(index * hashLength, (index + 1) * hashLength)
  }

  at(index: number) {
    if (index >= this.#size) return undefined
    const part = (bytes: Uint8Array) =>
      Buffer.from(bytes.subarray(index * hashLength, (index + 1) * hashLength))
    const statement = part(this.#statements)
    return {
      hash: part(this.#hashes),
      block: this.#blocks[index] ?? 0,
      statement: statement.some((byte) => byte !== 0) ? statement.toString('hex') : '-',
    }
  }
}
