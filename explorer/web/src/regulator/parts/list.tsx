import { Alert, Card, Table } from 'antd'
import type { ReactNode } from 'react'
import { useWords, type Words } from '../../language.tsx'
import { Turn, usePages } from '../../paging.tsx'
import { Scroll } from '../../scroll.tsx'
import { time } from '../pages/statements.tsx'

export type Cells = Readonly<Record<string, string | number | readonly string[] | undefined>>
export interface Column {
  readonly words: Words
  readonly of: (row: Cells) => ReactNode
}

interface Props {
  readonly title: string
  /** Its address on the server, and what the server calls the place where a page begins. */
  readonly path: string
  readonly position?: 'before' | 'after'
  /** The field that tells rows apart. */
  readonly id: string
  readonly columns: readonly Column[]
  readonly version?: number
  /** Beside the title: a field to search by, for instance. */
  readonly extra?: ReactNode
}

/** A list of the API as a table, page by page. */
export const List = ({ title, path, position, id, columns, version = 0, extra }: Props) => {
  const { say } = useWords()
  const { value, problem, loading, turning } = usePages<Cells>(path, version, position)
  return (
    <Card title={title} extra={extra}>
      {problem && <Alert type="error" title={problem.message} />}
      <Scroll label={title}>
        <Table<Cells>
          rowKey={(row) => String(row[id])}
          size="small"
          loading={loading}
          pagination={false}
          dataSource={[...(value?.rows ?? [])]}
          columns={columns.map(({ words, of }) => ({
            title: say(words),
            render: (_: unknown, row: Cells) => of(row),
          }))}
        />
      </Scroll>
      <Turn {...turning} />
    </Card>
  )
}

const short = (text: unknown) => <span className="mono">{String(text ?? '').slice(0, 16)}</span>

/** A column that shows a field as it is. */
export const plain = (zh: string, en: string, name: string): Column => ({
  words: { zh, en },
  of: (row) => [row[name] ?? ''].flat().join(', '),
})
/** A column that shows the beginning of a hash or an id. */
export const shortened = (zh: string, en: string, name: string): Column => ({
  words: { zh, en },
  of: (row) => short(row[name]),
})
/** When it was. */
export const when: Column = { words: { zh: '时间', en: 'Time' }, of: (row) => time(String(row.at)) }
/** The statement by which it was registered. */
export const registeredBy: Column = {
  words: { zh: '登记声明', en: 'Registered by' },
  of: ({ statement }) => (
    <a className="mono" href={`#/statement/${statement}`}>
      {String(statement).slice(0, 12)}…
    </a>
  ),
}
