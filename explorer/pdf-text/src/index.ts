import ranges from '@fontsource/noto-sans-sc/unicode.json' with { type: 'json' }

/** Text of one font file; Chinese fonts come in a hundred files, so that nobody loads what a page does not show. */
export interface Run {
  readonly text: string
  /** Name of the file's part: `latin`, `97`. */
  readonly font: string
}

const usual = 'latin'

interface Range {
  readonly first: number
  readonly last: number
  readonly font: string
}

const rangesOf = ([name, text]: readonly [string, string]): Range[] =>
  text.split(',').map((range) => {
    const [first = '', last = first] = range.replace('U+', '').split('-')
    return {
      first: Number.parseInt(first, 16),
      last: Number.parseInt(last, 16),
      font: name.replace(/[[\]]/g, ''),
    }
  })

// the plain letters first: most characters are found at once
const table = Object.entries(ranges)
  .sort(([a], [b]) => Number(b === usual) - Number(a === usual))
  .flatMap(rangesOf)
const known = new Map<number, string>()

const fontOf = (code: number): string => {
  const font =
    known.get(code) ?? table.find(({ first, last }) => first <= code && code <= last)?.font ?? usual
  known.set(code, font)
  return font
}

/** Splits text by the font file that has its characters (`unicode.json` of Fontsource's Noto Sans SC). */
export const runsOf = (text: string): Run[] => {
  const runs: { text: string; font: string }[] = []
  for (const character of text) {
    const font = fontOf(character.codePointAt(0) ?? 0)
    const last = runs.at(-1)
    if (last?.font === font) last.text += character
    else runs.push({ text: character, font })
  }
  return runs
}

/** The fonts of some texts, `latin` always among them. */
export const fontsOf = (texts: readonly string[]): string[] => [
  ...new Set([usual, ...texts.flatMap((text) => runsOf(text).map(({ font }) => font))]),
]

/** The file of a font in `@fontsource/noto-sans-sc/files/`. */
export const fileOf = (font: string): string => `noto-sans-sc-${font}-400-normal.woff`
