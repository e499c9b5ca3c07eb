import { Card } from 'antd'
import { useCallback, useMemo } from 'react'
import { type Count, queryOf, useAnswer } from '../../api.ts'
import { Chart } from '../../chart.tsx'
import { useWords } from '../../language.tsx'
import { go } from '../../location.ts'
import { wordsOf } from '../../words.ts'

export type Asked = Readonly<Record<string, readonly string[] | string | undefined>>

interface GroupedProps {
  /** What tests find it by. */
  readonly name?: string
  readonly title: string
  readonly filter: Asked
  readonly by: string
  readonly split: string
  readonly kind: 'bar' | 'line'
  readonly version: number
  readonly dark: boolean
}

/** One meaning has one colour, on every chart. */
const colours: Readonly<Record<string, string>> = {
  recognised: '#0b8f7a',
  'not-recognised': '#c77700',
  blocked: '#b3261e',
  committed: '#0b8f7a',
  duplicate: '#7a8b99',
  refused: '#b3261e',
  invalid: '#6b3fa0',
}

/** How many there is room for: the largest of them as bars, and on a line every day of a year. */
const most = { bar: 40, line: 400 } as const

/** Counts by one dimension, split by another; a click leads to the statements behind it. */
export const Grouped = ({ name, title, filter, by, split, kind, version, dark }: GroupedProps) => {
  const { say, language } = useWords()
  const query = queryOf(filter)
  const { value } = useAnswer<{ counts: Count[] }>(
    `/api/counts?${query}&by=${by}&by=${split}&rows=${most[kind]}&limit=5000`,
    version,
  )
  const data = useMemo(() => {
    const counts = value?.counts ?? []
    const codes = [...new Set(counts.map(({ key }) => key[0] ?? ''))]
    if (kind === 'line') codes.sort()
    const parts = [...new Set(counts.map(({ key }) => key[1] ?? ''))].sort()
    const known = new Map(counts.map(({ key, count }) => [key.join('\n'), count]))
    const of = (code: string, part: string) => known.get(`${code}\n${part}`) ?? 0
    return {
      codes,
      words: codes.map((code) => wordsOf(code)[language]),
      series: parts.map((part) => ({
        name: wordsOf(part)[language],
        ...(colours[part] && { colour: colours[part] }),
        values: codes.map((code) => of(code, part)),
      })),
    }
  }, [value, kind, language])
  const pick = useCallback(
    (word: string) =>
      go(`statements?${query}&${by}=${encodeURIComponent(data.codes[data.words.indexOf(word)] ?? word)}`),
    [query, by, data],
  )
  return (
    <Card
      size="small"
      title={title}
      data-grouped={name}
      data-words={data.codes.length}
      extra={
        <a href={`#/statements?${query}`}>
          {say({ zh: '明细', en: 'list' })}
          <span aria-hidden="true"> ›</span>
        </a>
      }
    >
      {value && data.codes.length === 0 ? (
        <p>{say({ zh: '此范围内没有数据', en: 'Nothing in this range' })}</p>
      ) : (
        <Chart label={title} kind={kind} words={data.words} series={data.series} dark={dark} onPick={pick} />
      )}
    </Card>
  )
}
