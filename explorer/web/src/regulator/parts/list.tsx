import { Alert, Card, Table } from 'antd'
import type { ReactNode } from 'react'
import { useAnswer } from '../../api.ts'
import { useWords, type Words } from '../../language.tsx'
import { Scroll } from '../../scroll.tsx'
import { time } from '../pages/statements.tsx'

export type Cells = Readonly<Record<string, string | number | readonly string[] | undefined>>
export interface Column {
  readonly words: Words
  readonly of: (row: Cells) => ReactNode
}

/** A list of the API as a table. */
export const List = ({
  title,
  path,
  id,
  columns,
  version = 0,
}: {
  readonly title: string
  readonly path: string
  readonly id: string
  readonly columns: readonly Column[]
  readonly version?: number
}) => {
  const { say } = useWords()
  const { value, problem, loading } = useAnswer<{ rows: Cells[] }>(path, version)
  return (
    <Card title={title}>
      {problem && <Alert type="error" title={problem.message} />}
      <Scroll label={title}>
        <Table<Cells>
          rowKey={(row) => String(row[id])}
          size="small"
          loading={loading}
          pagination={{ pageSize: 50, hideOnSinglePage: true }}
          dataSource={value?.rows ?? []}
          columns={columns.map(({ words, of }) => ({
            title: say(words),
            render: (_: unknown, row: Cells) => of(row),
          }))}
        />
      </Scroll>
    </Card>
  )
}

export const short = (text: unknown) => <span className="mono">{String(text ?? '').slice(0, 16)}</span>
export const plain = (name: string) => (row: Cells) => String(row[name] ?? '')
export const whenOf = (row: Cells) => time(String(row.at))
