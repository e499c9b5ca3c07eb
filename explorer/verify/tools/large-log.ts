import { encodeBase64 } from '@huren/records'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, concatBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { leafHash, nodeHash } from '../src/merkle.ts'
import { central, fullLines, leafText, note, originOf, type Statement } from '../vectors/tools/world.ts'

/**
 * A receipt in a log of any size, without that log: subtrees that hold no entry of the receipt are any hash, since a
 * path shows no more of them. The entries lie far apart, which makes the paths as long as they get.
 */
const places = (size: number) => [
  Math.floor(size * 0.1),
  Math.floor(size * 0.1) + 1,
  Math.floor(size * 0.4),
  size - 10,
]

const splitPoint = (n: number) => 2 ** Math.ceil(Math.log2(n) - 1)

class SparseLog {
  readonly #leaves: ReadonlyMap<number, Uint8Array>
  constructor(leaves: ReadonlyMap<number, Uint8Array>) {
    this.#leaves = leaves
  }

  hash(start: number, end: number): Uint8Array {
    if (![...this.#leaves.keys()].some((index) => index >= start && index < end))
      return sha256(utf8ToBytes(`entries ${start} to ${end}`))
    if (end - start === 1) return this.#leaves.get(start)!
    const middle = start + splitPoint(end - start)
    return nodeHash(this.hash(start, middle), this.hash(middle, end))
  }

  path(index: number, start: number, end: number): Uint8Array[] {
    if (end - start === 1) return []
    const middle = start + splitPoint(end - start)
    return index < middle
      ? [...this.path(index, start, middle), this.hash(middle, end)]
      : [...this.path(index, middle, end), this.hash(start, middle)]
  }
}

/** @param grounds the statements that the subject rests on, in log order */
export const largeReceipt = (
  size: number,
  [...grounds]: readonly Statement[],
  subject: Statement,
): string => {
  const made = [...grounds, subject].map(({ id, envelope }, i) => ({
    index: places(size)[i]!,
    envelope,
    leaf: leafText(id, 1000 * (i + 1), i),
  }))
  const log = new SparseLog(new Map(made.map(({ index, leaf }) => [index, leafHash(utf8ToBytes(leaf))])))
  const numbers = new Map<string, number>()
  const hashes: Uint8Array[] = []
  const number = (hash: Uint8Array) => {
    const key = bytesToHex(hash)
    if (!numbers.has(key)) numbers.set(key, hashes.push(hash) - 1)
    return numbers.get(key)
  }
  const statements = made.toReversed().map(({ index, leaf, envelope }) => ({
    index,
    leaf,
    path: log.path(index, 0, size).map(number),
    envelope,
  }))
  const text = `${originOf(central[0]!)}\n${size}\n${encodeBase64(log.hash(0, size))}\n`
  const checkpoint = note(text, fullLines)
  return JSON.stringify({
    format: 'huren-receipt/v1',
    checkpoint,
    statements,
    hashes: encodeBase64(concatBytes(...hashes)),
  })
}
