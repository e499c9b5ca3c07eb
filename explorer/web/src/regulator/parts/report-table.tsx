import { Table } from 'antd'
import { queryOf } from '../../api.ts'
import { useWords, type Words } from '../../language.tsx'
import { Scroll } from '../../scroll.tsx'
import { wordsOf } from '../../words.ts'
import { dimensionWords, type Selection } from '../dimensions.ts'
import { textOf, type Value } from '../indicator.ts'

export interface Tabulated {
  readonly name: string
  readonly period: { readonly from: string; readonly to: string }
  readonly by: readonly string[]
  readonly measures: readonly { readonly id: string; readonly label: Words }[]
  readonly rows: readonly { readonly key: readonly string[]; readonly cells: readonly Value[] }[]
  readonly left: number
}

/** A report's table; each row leads to the statements behind it. */
export const ReportTable = ({ table, filter }: { readonly table: Tabulated; readonly filter: Selection }) => {
  const { t, say } = useWords()
  const { by, measures, rows, period, left } = table
  const behind = (key: readonly string[]) =>
    queryOf({ ...filter, ...Object.fromEntries(by.map((name, i) => [name, [key[i] ?? '']])), ...period })
  return (
    <Scroll label={table.name}>
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
          ...measures.map(({ id, label }, i) => ({
            title: say(label),
            key: id,
            render: (_: unknown, { key, cells }: Tabulated['rows'][number]) => (
              <a href={`#/statements?${behind(key)}`}>{cells[i] ? textOf(cells[i]) : ''}</a>
            ),
          })),
        ]}
      />
      {left > 0 && <p>{t(`另有 ${left} 行`, `${left} more rows`)}</p>}
    </Scroll>
  )
}
