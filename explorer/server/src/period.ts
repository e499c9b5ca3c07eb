/** Days in China, `2026-11-21`, both included. */
export interface Period {
  readonly from: string
  readonly to: string
}

const day = 86_400_000
const iso = (time: number) => new Date(time).toISOString().slice(0, 10)

/** Whether a text names a day that there is: `2026-02-30` does not. */
export const isDay = (text: string): boolean => {
  const at = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) : Number.NaN
  return !Number.isNaN(at) && iso(at) === text
}

/** The period of the same length just before (环比). */
const before = ({ from, to }: Period): Period => {
  const [start, end] = [Date.parse(from), Date.parse(to)]
  const length = end - start + day
  return { from: iso(start - length), to: iso(start - day) }
}

const lastYearOf = (date: string) =>
  `${Number(date.slice(0, 4)) - 1}${date.slice(4)}`.replace('-02-29', '-02-28')
/** The same days a year ago (同比). */
const yearBefore = ({ from, to }: Period): Period => ({ from: lastYearOf(from), to: lastYearOf(to) })

/** What a period is compared with; nothing where it has no beginning or no end. */
export const periodsComparedWith = ({ from, to }: Partial<Period>) =>
  from && to ? { before: before({ from, to }), yearBefore: yearBefore({ from, to }) } : undefined

/** Longer periods are no course to be drawn day by day. */
export const longestCourse = 400

/** Every day of a period, at most `longestCourse` of them: the last ones. */
export const daysIn = ({ from, to }: Period): string[] => {
  const [start, end] = [Date.parse(from), Date.parse(to)]
  const many = Math.min(longestCourse, Math.floor((end - start) / day) + 1)
  return Array.from({ length: Math.max(0, many) }, (_, i) => iso(end - (many - 1 - i) * day))
}
