import { Column, chunkRows, select, type Test, testOf, Zones } from './column.ts'

/** Which values of a dimension count; a row counts when it has one of them in every dimension named. */
export type Filter<D extends string> = { readonly [K in D]?: (value: string) => boolean }

export interface Count {
  /** One value per dimension asked for, in that order. */
  readonly key: readonly string[]
  readonly count: number
}

/** Groups fewer than this are counted in an array, more of them in a map. */
const mostDense = 1 << 20

/**
 * Facts in columns, in memory: a number on the screen and the list of statements behind it are the same test over the
 * same rows, so they cannot differ. A million rows of fourteen dimensions take 60 MB beside their keys;
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
      if (accepts) tests.push(testOf(column, accepts, this.#zones.get(name)))
    }
    return tests
  }

  /** Rows that pass, in order, chunk by chunk; chunks in which none can are not looked at. */
  #scan(tests: readonly Test[], take: (rows: Uint32Array, many: number) => void): void {
    const rows = new Uint32Array(chunkRows)
    for (let start = 0; start < this.#keys.length; start += chunkRows) {
      const many = select(tests, start, Math.min(start + chunkRows, this.#keys.length), rows)
      if (many > 0) take(rows, many)
    }
  }

  /** How many rows each group has; a group is the number that its words' numbers make. */
  #countGroups(tests: readonly Test[], columns: readonly Column[]): [group: number, count: number][] {
    const groups = columns.reduce((product, { words }) => product * words.length, 1)
    return groups <= mostDense ? this.#countDense(tests, columns, groups) : this.#countSparse(tests, columns)
  }

  #countDense(tests: readonly Test[], columns: readonly Column[], groups: number): [number, number][] {
    const counts = new Uint32Array(groups)
    const group = new Uint32Array(chunkRows)
    this.#scan(tests, (rows, many) => {
      group.fill(0)
      for (const { codes, words } of columns) {
        const size = words.length
        for (let i = 0; i < many; i++) group[i] = group[i]! * size + codes[rows[i]!]!
      }
      for (let i = 0; i < many; i++) counts[group[i]!]!++
    })
    const found: [number, number][] = []
    for (let i = 0; i < groups; i++) if (counts[i]) found.push([i, counts[i]!])
    return found
  }

  #countSparse(tests: readonly Test[], columns: readonly Column[]): [number, number][] {
    const counts = new Map<number, number>()
    this.#scan(tests, (rows, many) => {
      for (let i = 0; i < many; i++) {
        let group = 0
        for (const { codes, words } of columns) group = group * words.length + codes[rows[i]!]!
        counts.set(group, (counts.get(group) ?? 0) + 1)
      }
    })
    return [...counts]
  }

  /** Counts rows, grouped by dimensions; without any, one count of all. Largest first. */
  count(filter: Filter<D>, by: readonly D[] = []): Count[] {
    const columns = by.map((name) => this.#column(name))
    const keyOf = (group: number) => {
      const key = new Array<string>(columns.length)
      let rest = group
      for (let i = columns.length - 1; i >= 0; i--) {
        const { words } = columns[i]!
        key[i] = words[rest % words.length]!
        rest = Math.floor(rest / words.length)
      }
      return key
    }
    return this.#countGroups(this.#tests(filter), columns)
      .sort(([, a], [, b]) => b - a)
      .map(([group, count]) => ({ key: keyOf(group), count }))
  }

  /**
   * Keys of the rows that a count counted, newest first.
   * @param before only rows older than this key
   */
  list(filter: Filter<D>, limit: number, before?: string): string[] {
    const tests = this.#tests(filter)
    const rows = new Uint32Array(chunkRows)
    const found: string[] = []
    let end = this.#rowBefore(before) + 1
    while (end > 0 && found.length < limit) {
      const start = Math.floor((end - 1) / chunkRows) * chunkRows
      const many = select(tests, start, end, rows)
      for (let i = many - 1; i >= 0 && found.length < limit; i--) found.push(this.#keys[rows[i]!]!)
      end = start
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
