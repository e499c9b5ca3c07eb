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

/** Rows that are looked at or passed over together. */
const chunkRows = 4096

/** The smallest and largest code of a column in each chunk: what a filter on days passes over. */
class Zones {
  #low: number[] = []
  #high: number[] = []

  add(row: number, code: number): void {
    const chunk = Math.floor(row / chunkRows)
    this.#low[chunk] = Math.min(this.#low[chunk] ?? code, code)
    this.#high[chunk] = Math.max(this.#high[chunk] ?? code, code)
  }

  /** Whether a row of this chunk may pass. */
  may(chunk: number, allowed: Uint8Array): boolean {
    return allowed.subarray(this.#low[chunk], (this.#high[chunk] ?? 0) + 1).includes(1)
  }

  clear(): void {
    this.#low = []
    this.#high = []
  }
}

interface Test {
  readonly codes: Uint32Array
  readonly allowed: Uint8Array
  readonly zones: Zones | undefined
}

/** Groups fewer than this are counted in an array, more of them in a map. */
const mostDense = 1 << 20

/**
 * Facts in columns, in memory: a number on the screen and the list of statements behind it are the same test over the
 * same rows, so they cannot differ. A million rows of fourteen dimensions take 60 MB beside their keys, and twenty to forty milliseconds a question;
 * a question about some days looks at their rows only, since the rows come in the order of time, or nearly.
 */
export class FactTable<D extends string> {
  readonly #columns: ReadonlyMap<D, Column>
  readonly #zones: ReadonlyMap<D, Zones>
  readonly #keys: string[] = []

  /** @param ordered dimensions whose words come in the rows' order, or nearly, such as days */
  constructor(dimensions: readonly D[], ordered: readonly D[] = []) {
    this.#columns = new Map(dimensions.map((name) => [name, new Column()]))
    this.#zones = new Map(ordered.map((name) => [name, new Zones()]))
  }

  get size(): number {
    return this.#keys.length
  }

  /** @param key where the row is found in the store; rows come in its order */
  add(key: string, values: { readonly [K in D]: string }): void {
    const row = this.#keys.push(key) - 1
    for (const [name, column] of this.#columns) column.set(row, values[name])
    for (const [name, zones] of this.#zones) zones.add(row, this.#column(name).codes[row]!)
  }

  clear(): void {
    this.#keys.length = 0
    for (const zones of this.#zones.values()) zones.clear()
  }

  /** Every word that a dimension has had. */
  words(name: D): readonly string[] {
    return this.#column(name).words
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
          zones: this.#zones.get(name),
        })
    }
    return tests
  }

  /** Rows that pass, in order; chunks in which none can are not looked at. */
  #scan(tests: readonly Test[], take: (row: number) => void): void {
    for (let start = 0; start < this.#keys.length; start += chunkRows) {
      const chunk = start / chunkRows
      if (tests.some(({ zones, allowed }) => zones && !zones.may(chunk, allowed))) continue
      const end = Math.min(start + chunkRows, this.#keys.length)
      rows: for (let row = start; row < end; row++) {
        for (const { codes, allowed } of tests) if (!allowed[codes[row]!]) continue rows
        take(row)
      }
    }
  }

  #countGroups(tests: readonly Test[], columns: readonly Column[]): Iterable<readonly [number, number]> {
    const groupOf = (row: number) => {
      let group = 0
      for (const { codes, words } of columns) group = group * words.length + codes[row]!
      return group
    }
    const groups = columns.reduce((product, { words }) => product * words.length, 1)
    if (groups <= mostDense) {
      const counts = new Uint32Array(groups)
      this.#scan(tests, (row) => {
        const group = groupOf(row)
        counts[group] = counts[group]! + 1
      })
      return [...counts.entries()].filter(([, count]) => count > 0)
    }
    const counts = new Map<number, number>()
    this.#scan(tests, (row) => {
      const group = groupOf(row)
      counts.set(group, (counts.get(group) ?? 0) + 1)
    })
    return counts
  }

  /** Counts rows, grouped by dimensions; without any, one count of all. Largest first. */
  count(filter: Filter<D>, by: readonly D[] = []): Count[] {
    const columns = by.map((name) => this.#column(name))
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
    return Array.from(this.#countGroups(this.#tests(filter), columns), ([group, count]) => ({
      key: keyOf(group),
      count,
    })).sort((a, b) => b.count - a.count)
  }

  /**
   * Keys of the rows that a count counted, newest first.
   * @param before only rows older than this key
   */
  list(filter: Filter<D>, limit: number, before?: string): string[] {
    const tests = this.#tests(filter)
    const found: string[] = []
    let row = this.#rowBefore(before)
    while (row >= 0 && found.length < limit) {
      const chunk = Math.floor(row / chunkRows)
      const start = chunk * chunkRows
      if (tests.some(({ zones, allowed }) => zones && !zones.may(chunk, allowed))) row = start - 1
      else row = this.#collect(tests, row, start, limit, found) - 1
    }
    return found
  }

  /** Collects from `row` down to `start` until there are enough. @returns the last row that was looked at */
  #collect(tests: readonly Test[], row: number, start: number, limit: number, found: string[]): number {
    let at = row
    rows: for (; at >= start && found.length < limit; at--) {
      for (const { codes, allowed } of tests) if (!allowed[codes[at]!]) continue rows
      found.push(this.#keys[at]!)
    }
    return at + 1
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
