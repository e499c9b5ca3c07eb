/** An id as titles, pages and catalogues write it (CHAIN-1, CITY-13), and "CITY-25 to CITY-27", which is three. */
const named = /\b(?!(?:UTF|SHA|GB)-)([A-Z]{2,})-(\d{1,3})\b(?!-)(?: to \1-(\d{1,3})\b)?/g

/** A test's title, in whatever quotes. */
const titled = /\btest\(\s*(['"`])((?:(?!\1).)+)\1/g

export const familyOf = (id: string): string => id.slice(0, id.indexOf('-'))

const numberOf = (id: string) => Number(id.slice(id.indexOf('-') + 1))

/** By family, and within it by number. */
export const byId = (a: string, b: string): number =>
  familyOf(a).localeCompare(familyOf(b)) || numberOf(a) - numberOf(b)

export const idsIn = (text: string): string[] =>
  [...text.matchAll(named)].flatMap(([, family, first, last = first]) =>
    Array.from(
      { length: Number(last) - Number(first) + 1 },
      (_, index) => `${family}-${Number(first) + index}`,
    ),
  )

/** That a test shows a requirement. */
export interface Shown {
  readonly id: string
  readonly file: string
  readonly line: number
  readonly title: string
}

export const shownBy = (file: string, text: string): Shown[] =>
  [...text.matchAll(titled)].flatMap(({ index, 2: title = '' }) => {
    const line = text.slice(0, index).split('\n').length
    return idsIn(title).map((id) => ({ id, file, line, title }))
  })
