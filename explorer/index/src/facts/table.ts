/** Which values of a dimension count; a row counts when it has one of them in every dimension named. */
export type Filter<D extends string> = { readonly [K in D]?: (value: string) => boolean }

export interface Count {
  /** One value per dimension asked for, in that order. */
  readonly key: readonly string[]
  readonly count: number
}

const firstSize = 4096

/** A column of words, each kept as its number in a dictionary. */
class Column {
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

interface Test {
  readonly codes: Uint32Array
  readonly allowed: Uint8Array
}

/**
 * Facts in columns, in memory: a number on the screen and the list of statements behind it are the same test over the
 * same rows, so they cannot differ. A million rows of ten dimensions take 40 MB and some ten milliseconds a question.
 */
export class FactTable<D extends string> {
  readonly #columns: ReadonlyMap<D, Column>
  readonly #keys: string[] = []

  constructor(dimensions: readonly D[]) {
    this.#columns = new Map(dimensions.map((name) => [name, new Column()]))
  }

  get size(): number {
    return this.#keys.length
  }

  /** @param key where the row is found in the store; rows come in its order */
  add(key: string, values: { readonly [K in D]: string }): void {
    const row = this.#keys.push(key) - 1
    for (const [name, column] of this.#columns) column.set(row, values[name])
  }

  clear(): void {
    this.#keys.length = 0
  }

  #column(name: D): Column {
    const column = this.#columns.get(name)
    if (!column) throw new RangeError(`no dimension ${name}`)
    return column
  }

  #tests(filter: Filter<D>): Test[] {
    const tests: Test[] = []
    for (const [name, column] of this.#columns) {
      const accepts = filter[name]
      if (accepts)
        tests.push({
          codes: column.codes,
          allowed: Uint8Array.from(column.words, (w) => (accepts(w) ? 1 : 0)),
        })
    }
    return tests
  }

  /** Counts rows, grouped by dimensions; without any, one count of all. Largest first. */
  count(filter: Filter<D>, by: readonly D[] = []): Count[] {
    const tests = this.#tests(filter)
    const columns = by.map((name) => this.#column(name))
    const counts = new Map<number, number>()
    rows: for (let row = 0; row < this.#keys.length; row++) {
      for (const { codes, allowed } of tests) if (!allowed[codes[row]!]) continue rows
      let group = 0
      for (const { codes, words } of columns) group = group * words.length + codes[row]!
      counts.set(group, (counts.get(group) ?? 0) + 1)
    }
    const keyOf = (group: number) => {
      let rest = group
      return columns
        .toReversed()
        .map(({ words }) => {
          const word = words[rest % words.length]!
          rest = Math.floor(rest / words.length)
          return word
        })
        .reverse()
    }
    return [...counts]
      .map(([group, count]) => ({ key: keyOf(group), count }))
      .sort((a, b) => b.count - a.count)
  }

  /**
   * Keys of the rows that a count counted, newest first.
   * @param before only rows older than this key
   */
  list(filter: Filter<D>, limit: number, before?: string): string[] {
    const tests = this.#tests(filter)
    const found: string[] = []
    rows: for (let row = this.#rowBefore(before); row >= 0 && found.length < limit; row--) {
      for (const { codes, allowed } of tests) if (!allowed[codes[row]!]) continue rows
      found.push(this.#keys[row]!)
    }
    return found
  }

  #rowBefore(key: string | undefined): number {
    if (key === undefined) return this.#keys.length - 1
    let [low, high] = [0, this.#keys.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#keys[middle]! < key) low = middle + 1
      else high = middle
    }
    return low - 1
  }
}
