import { Table } from 'antd'
import { queryOf } from '../../api.ts'
import { useWords, type Words } from '../../language.tsx'
import { Scroll } from '../../scroll.tsx'
import { wordsOf } from '../../words.ts'
import { dimensionWords, narrowed, type Selection } from '../dimensions.ts'
import { textOf, type Value } from '../indicator.ts'

export interface Tabulated {
  readonly name: string
  readonly period: { readonly from: string; readonly to: string }
  readonly by: readonly string[]
  readonly measures: readonly {
    readonly id: string
    readonly label: Words
    /** Which statements it counts among those of a row. */
    readonly counts: Selection
  }[]
  readonly rows: readonly { readonly key: readonly string[]; readonly cells: readonly Value[] }[]
  readonly left: number
}

interface CellProps {
  readonly value: Value | undefined
  /** Where the statements are that it counts; undefined where there cannot be any. */
  readonly place: string | undefined
}

const Cell = ({ value, place }: CellProps) => {
  if (!value) return null
  return place ? <a href={place}>{textOf(value)}</a> : textOf(value)
}

/** A report's table; each number leads to the statements behind it. */
export const ReportTable = ({ table, filter }: { readonly table: Tabulated; readonly filter: Selection }) => {
  const { t, say } = useWords()
  const { by, measures, rows, period, left } = table
  const behind = (key: readonly string[], counts: Selection) => {
    const row = Object.fromEntries(by.map((name, i) => [name, [key[i] ?? '']]))
    const selection = narrowed(filter, row, counts)
    return selection && `#/statements?${queryOf({ ...selection, ...period })}`
  }
  return (
    <Scroll label={table.name}>
      <p data-period>
        {t('期间', 'Period')} {period.from} — {period.to}
      </p>
      <Table
        rowKey={({ key }) => JSON.stringify(key)}
        size="small"
        dataSource={[...rows]}
        pagination={{ pageSize: 50, hideOnSinglePage: true }}
        columns={[
          ...by.map((name, i) => ({
            title: say(dimensionWords(name)),
            render: (_: unknown, { key }: Tabulated['rows'][number]) => say(wordsOf(key[i] ?? '')),
          })),
          ...measures.map(({ id, label, counts }, i) => ({
            title: say(label),
            key: id,
            render: (_: unknown, { key, cells }: Tabulated['rows'][number]) => (
              <Cell value={cells[i]} place={behind(key, counts)} />
            ),
          })),
        ]}
      />
      {left > 0 && <p>{t(`另有 ${left} 行`, `${left} more rows`)}</p>}
    </Scroll>
  )
}
