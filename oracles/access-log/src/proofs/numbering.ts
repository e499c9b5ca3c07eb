/** The hashes of a file, each once; paths name them by number. */
export class Numbering {
  readonly #numbers = new Map<string, number>()

  number = (hash: Uint8Array): number => {
    const key = Buffer.from(hash).toString('base64')
    const known = this.#numbers.get(key) ?? this.#numbers.size
    this.#numbers.set(key, known)
    return known
  }

  /** base64 of all hashes in one piece. */
  text(): string {
    return Buffer.concat([...this.#numbers.keys()].map((key) => Buffer.from(key, 'base64'))).toString(
      'base64',
    )
  }
}
