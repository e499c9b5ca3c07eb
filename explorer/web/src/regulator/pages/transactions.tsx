import { Alert, Card, Table } from 'antd'
import { type Count, useAnswer } from '../../api.ts'
import { useWords } from '../../language.tsx'
import { Turn, usePages } from '../../paging.tsx'
import { Scroll } from '../../scroll.tsx'
import { wordsOf } from '../../words.ts'
import { Badge } from '../parts/badge.tsx'
import { Waiting } from '../parts/waiting.tsx'
import { time } from './statements.tsx'

export interface TransactionRow {
  readonly key: string
  readonly id: string
  readonly block: number
  readonly at: string
  readonly function: string
  readonly client: string
  readonly validation: string
  readonly committed: number
  readonly statements: number
}

/** Transactions, the invalid ones too; each leads to what it carried. */
export const TransactionTable = ({
  rows,
  loading,
}: {
  readonly rows: readonly TransactionRow[]
  readonly loading: boolean
}) => {
  const { t, say } = useWords()
  if (loading && rows.length === 0) return <Waiting />
  return (
    <Scroll label={t('交易列表', 'List of transactions')}>
      <Table<TransactionRow>
        rowKey="key"
        size="small"
        loading={loading}
        pagination={false}
        dataSource={[...rows]}
        columns={[
          {
            title: t('区块', 'Block'),
            render: (_, { block }) => <a href={`#/block/${block}`}>{block}</a>,
          },
          { title: t('时间', 'Time'), render: (_, { at }) => time(at) },
          { title: t('合约函数', 'Function'), dataIndex: 'function' },
          { title: t('提交者', 'Client'), dataIndex: 'client' },
          {
            title: t('验证', 'Validation'),
            render: (_, { validation }) => (
              <Badge colour={validation === 'VALID' ? '#0b6e5f' : '#b3261e'}>
                {say(wordsOf(validation))}
              </Badge>
            ),
          },
          {
            title: t('声明（已上链/全部）', 'Statements (committed/all)'),
            render: (_, { id, committed, statements }) => {
              const said = `${committed} / ${statements}`
              return id ? <a href={`#/transaction/${id}`}>{said}</a> : said
            },
          },
          {
            title: t('交易号', 'Id'),
            render: (_, { id }) =>
              id && (
                <a className="mono" href={`#/transaction/${id}`}>
                  {id.slice(0, 12)}…
                </a>
              ),
          },
        ]}
      />
    </Scroll>
  )
}

/** Transactions of a filter, page by page, and how many each chain account sent (CHAIN-38). */
export const Transactions = ({
  version,
  query,
}: {
  readonly version: number
  readonly query: URLSearchParams
}) => {
  const { t } = useWords()
  const list = usePages<TransactionRow>(`/api/transactions?${query}`, version)
  const clients = useAnswer<{ counts: Count[] }>(`/api/transaction-counts?${query}&by=client`, version)
  const states = useAnswer<{ counts: Count[] }>(`/api/transaction-counts?${query}&by=validation`, version)
  return (
    <>
      <div className="halves">
        <Volumes
          title={t('每个链账户的交易量', 'Transactions of each chain account')}
          by="client"
          query={query}
          {...clients}
        />
        <Volumes title={t('验证结果', 'Validation')} by="validation" query={query} {...states} />
      </div>
      <Card title={t('交易', 'Transactions')}>
        {list.problem && <Alert type="error" title={list.problem.message} />}
        <TransactionTable rows={list.value?.rows ?? []} loading={list.loading} />
        <Turn {...list.turning} />
      </Card>
    </>
  )
}

interface VolumesProps {
  readonly title: string
  readonly by: string
  /** What is counted already. */
  readonly query: URLSearchParams
  readonly value?: { readonly counts: readonly Count[] }
}

const Volumes = ({ title, by, query, value }: VolumesProps) => {
  const { say } = useWords()
  const placeOf = (word: string) => {
    const narrower = new URLSearchParams(query)
    narrower.set(by, word)
    return narrower
  }
  return (
    <Card size="small" title={title}>
      <ul className="steps">
        {value?.counts.slice(0, 20).map(({ key: [word = ''], count }) => (
          <li key={word}>
            <a href={`#/transactions?${placeOf(word)}`}>
              {word ? say(wordsOf(word)) : '—'} {count.toLocaleString()}
            </a>
          </li>
        ))}
      </ul>
    </Card>
  )
}
