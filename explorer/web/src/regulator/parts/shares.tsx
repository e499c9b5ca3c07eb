import { Alert, Card, Table } from 'antd'
import { type Count, queryOf, useAnswer } from '../../api.ts'
import { useWords } from '../../language.tsx'
import { Scroll } from '../../scroll.tsx'
import { wordsOf } from '../../words.ts'
import { dimensionWords } from '../dimensions.ts'
import { textOf, type Value } from '../indicator.ts'
import type { Asked } from './grouped.tsx'

/** One column: rows with this word, whatever their row's word is. */
interface Part {
  readonly dimension: string
  readonly word: string
}

interface Props {
  readonly name: string
  readonly title: string
  /** Which statements are looked at. */
  readonly of: Asked
  /** One row for each of its words. */
  readonly by: string
  /** All of one dimension. */
  readonly columns: readonly Part[]
  /** Of each column those that also have these words; without, the share of the column in the row. */
  readonly counted?: Asked
  readonly version: number
}

const most = 200

/** Shares in a table, each of which leads to the statements that it counts. */
export const Shares = ({ name, title, of, by, columns, counted, version }: Props) => {
  const { t, say } = useWords()
  const dimension = columns[0]?.dimension ?? ''
  const grouped = `by=${by}&by=${dimension}&rows=${most}&limit=5000`
  const all = useAnswer<{ counts: Count[]; left: number }>(`/api/counts?${queryOf(of)}&${grouped}`, version)
  const some = useAnswer<{ counts: Count[] }>(
    counted && `/api/counts?${queryOf({ ...of, ...counted })}&by=${by}&by=${dimension}&limit=5000`,
    version,
  )
  const problem = all.problem ?? some.problem
  const countOf = (answer: Pick<typeof some, 'value'>, row: string, word?: string) =>
    (answer.value?.counts ?? [])
      .filter(({ key }) => key[0] === row && (word === undefined || key[1] === word))
      .reduce((sum, { count }) => sum + count, 0)
  const rows = [...new Set((all.value?.counts ?? []).map(({ key }) => key[0] ?? ''))]
  const left = all.value?.left ?? 0
  const valueIn = (row: string, word: string): Value =>
    counted
      ? { numerator: countOf(some, row, word), denominator: countOf(all, row, word) }
      : { numerator: countOf(all, row, word), denominator: countOf(all, row) }
  return (
    <Card title={title} size="small" data-shares={name}>
      {problem && <Alert type="error" title={problem.message} />}
      <Scroll label={title}>
        <Table
          rowKey={(row: string) => row}
          size="small"
          loading={all.loading}
          dataSource={rows}
          pagination={{ pageSize: 20, hideOnSinglePage: true }}
          columns={[
            { title: say(dimensionWords(by)), render: (_: unknown, row: string) => say(wordsOf(row)) },
            {
              title: t('共', 'All'),
              render: (_: unknown, row: string) => (
                <a href={`#/statements?${queryOf({ ...of, [by]: row })}`}>
                  {countOf(all, row).toLocaleString()}
                </a>
              ),
            },
            ...columns.map(({ word }) => ({
              title: say(wordsOf(word)),
              key: word,
              render: (_: unknown, row: string) => {
                const value = valueIn(row, word)
                const behind = queryOf({ ...of, ...counted, [by]: row, [dimension]: word })
                return (
                  <a href={`#/statements?${behind}`}>
                    {textOf(value)} ({value.numerator.toLocaleString()})
                  </a>
                )
              },
            })),
          ]}
        />
      </Scroll>
      {left > 0 && <p>{t(`另有 ${left} 行较小的未列出`, `${left} smaller rows are not listed`)}</p>}
    </Card>
  )
}
