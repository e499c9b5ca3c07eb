const firstSize = 4096

/** A column of words, each kept as its number in a dictionary. */
export class Column {
  readonly words: string[] = []
  readonly #numbers = new Map<string, number>()
  #codes = new Uint32Array(firstSize)

  get codes() {
    return this.#codes
  }

  set(row: number, word: string): void {
    if (row >= this.#codes.length) {
      const larger = new Uint32Array(this.#codes.length * 2)
      larger.set(this.#codes)
      this.#codes = larger
    }
    let code = this.#numbers.get(word)
    if (code === undefined) {
      code = this.words.push(word) - 1
      this.#numbers.set(word, code)
    }
    this.#codes[row] = code
  }
}

/** Rows that are looked at or passed over together. */
export const chunkRows = 4096

/** The smallest and largest code of a column in each chunk: what a filter on days passes over. */
export class Zones {
  #low: number[] = []
  #high: number[] = []

  add(row: number, code: number): void {
    const chunk = Math.floor(row / chunkRows)
    this.#low[chunk] = Math.min(this.#low[chunk] ?? code, code)
    this.#high[chunk] = Math.max(this.#high[chunk] ?? code, code)
  }

  /** How many of the words between a chunk's first and last pass. */
  reach(chunk: number, passing: Uint32Array): 'none' | 'some' | 'all' {
    const [low, high] = [this.#low[chunk] ?? 0, this.#high[chunk] ?? 0]
    const many = passing[high + 1]! - passing[low]!
    if (many === 0) return 'none'
    return many === high - low + 1 ? 'all' : 'some'
  }

  clear(): void {
    this.#low = []
    this.#high = []
  }
}

export interface Test {
  readonly codes: Uint32Array
  /** 1 for each word that passes. */
  readonly allowed: Uint8Array
  /** Before each word, how many pass; only where there are zones. */
  readonly passing: Uint32Array
  readonly zones: Zones | undefined
}

/** Which words of a column pass. */
export const testOf = (
  { codes, words }: Column,
  accepts: (word: string) => boolean,
  zones: Zones | undefined,
): Test => {
  const allowed = Uint8Array.from(words, (word) => (accepts(word) ? 1 : 0))
  const passing = new Uint32Array(zones ? words.length + 1 : 0)
  for (let i = 1; i < passing.length; i++) passing[i] = passing[i - 1]! + allowed[i - 1]!
  return { codes, allowed, passing, zones }
}

/** Keeps those of the first `many` rows that pass, in their order. @returns how many they are */
const sift = ({ codes, allowed }: Test, rows: Uint32Array, many: number): number => {
  let kept = 0
  for (let i = 0; i < many; i++) {
    const row = rows[i]!
    rows[kept] = row
    kept += allowed[codes[row]!]!
  }
  return kept
}

/** Puts the rows from `start` to before `end` that pass into `rows`. @returns how many they are */
export const select = (tests: readonly Test[], start: number, end: number, rows: Uint32Array): number => {
  const chunk = Math.floor(start / chunkRows)
  const asked: Test[] = []
  for (const test of tests) {
    const reach = test.zones?.reach(chunk, test.passing) ?? 'some'
    if (reach === 'none') return 0
    if (reach === 'some') asked.push(test)
  }
  let many = end - start
  for (let i = 0; i < many; i++) rows[i] = start + i
  for (const test of asked) many = sift(test, rows, many)
  return many
}
