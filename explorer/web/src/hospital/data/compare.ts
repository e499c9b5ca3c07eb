/** A statement as one of the sides has it. */
export interface Listed {
  readonly id: string
  readonly type: string
  readonly day: string
}
export interface Sides {
  /** The ledger, by the supervisor's own peer. */
  readonly ledger: readonly Listed[]
  /** The city's gateway; absent when it was not asked. */
  readonly city?: readonly Listed[]
  /** Ids that the hospital's own system says it stated; absent when no list was loaded. */
  readonly own?: ReadonlySet<string>
  /** Types that the city's gateway was asked for. */
  readonly asked?: readonly string[]
}
export interface Line {
  readonly day: string
  readonly type: string
  readonly ledger: number
  readonly city?: number
  readonly own?: number
}
export interface Difference {
  readonly id: string
  readonly type: string
  readonly day: string
  /**
   * `not-on-ledger`: the hospital has it and the ledger has not. `not-ours`: the ledger has it in the hospital's name
   * and the hospital does not know it. `city-lacks`, `city-alone`: the city's gateway and the ledger differ.
   */
  readonly kind: 'not-on-ledger' | 'not-ours' | 'city-lacks' | 'city-alone'
}
export interface Comparison {
  readonly lines: readonly Line[]
  readonly differences: readonly Difference[]
}

const ids = (rows: readonly Listed[]) => new Set(rows.map(({ id }) => id))

const differencesOf = ({ ledger, city, own, asked }: Sides): Difference[] => {
  const known = ids(ledger)
  const different = (rows: readonly Listed[], kind: Difference['kind']) =>
    rows.map((row): Difference => ({ ...row, kind }))
  const found: Difference[] = []
  if (own) {
    const lost = [...own].filter((id) => !known.has(id)).map((id) => ({ id, type: '', day: '' }))
    found.push(...different(lost, 'not-on-ledger'))
    found.push(
      ...different(
        ledger.filter(({ id }) => !own.has(id)),
        'not-ours',
      ),
    )
  }
  if (city) {
    const there = ids(city)
    const lacking = ledger.filter(({ id, type }) => !there.has(id) && (asked?.includes(type) ?? true))
    found.push(...different(lacking, 'city-lacks'))
    found.push(
      ...different(
        city.filter(({ id }) => !known.has(id)),
        'city-alone',
      ),
    )
  }
  return found
}

/** Compares statement by statement: equal counts of different statements would not be equal (EXCH-22). */
export const compare = (sides: Sides): Comparison => {
  const { ledger, city, own, asked } = sides
  const keyOf = ({ day, type }: Listed) => `${day}/${type}`
  const groups = Map.groupBy([...ledger, ...(city ?? [])], keyOf)
  const lines = [...groups.values()].flatMap(([first]): Line[] => {
    if (!first) return []
    const { day, type } = first
    const same = (row: Listed) => keyOf(row) === keyOf(first)
    return [
      {
        day,
        type,
        ledger: ledger.filter(same).length,
        ...(city && (asked?.includes(type) ?? true) && { city: city.filter(same).length }),
        ...(own && { own: ledger.filter((row) => same(row) && own.has(row.id)).length }),
      },
    ]
  })
  lines.sort((a, b) => (a.day === b.day ? (a.type < b.type ? -1 : 1) : a.day < b.day ? 1 : -1))
  return { lines, differences: differencesOf(sides) }
}

const isId = (word: unknown): word is string => typeof word === 'string' && /^[0-9a-f]{64}$/.test(word)

const wordsIn = (text: string): unknown[] => {
  try {
    const content: unknown = JSON.parse(text)
    if (Array.isArray(content))
      return content.map((each) => (typeof each === 'string' ? each : Object(each).id))
  } catch {
    // one id a line
  }
  return text.split(/\s+/).filter(Boolean)
}

/**
 * The ids in a hospital's own list: one a line, or a JSON array of ids or of objects with an `id`.
 * @throws Error with a sentence when something in it is no statement id
 */
export const readOwnIds = (text: string): ReadonlySet<string> => {
  const words = wordsIn(text)
  if (words.length === 0) throw new Error('名单为空，没有声明标识 The list is empty')
  const place = words.findIndex((word) => !isId(word))
  if (place >= 0) throw new Error(`第 ${place + 1} 条不是声明标识 Entry ${place + 1} is no statement id`)
  return new Set(words.filter(isId))
}
