import { Alert, Button, Card, Space, Table, Tag } from 'antd'
import { type ReactNode, useState } from 'react'
import { type Count, useAnswer } from '../../api.ts'
import { useWords, type Words } from '../../language.tsx'
import { Scroll } from '../../scroll.tsx'
import { wordsOf } from '../../words.ts'
import { time } from './statements.tsx'

type Cells = Readonly<Record<string, string | number | readonly string[] | undefined>>
interface Column {
  readonly words: Words
  readonly of: (row: Cells) => ReactNode
}

/** A list of the API as a table. */
const List = ({
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

const short = (text: unknown) => <span className="mono">{String(text ?? '').slice(0, 16)}</span>
const plain = (name: string) => (row: Cells) => String(row[name] ?? '')
const whenOf = (row: Cells) => time(String(row.at))

export const Blocks = ({ version }: { readonly version: number }) => {
  const { t } = useWords()
  return (
    <List
      title={t('区块', 'Blocks')}
      path="/api/blocks?limit=100"
      id="number"
      version={version}
      columns={[
        {
          words: { zh: '区块', en: 'Block' },
          of: (row) => <a href={`#/block/${row.number}`}>{String(row.number)}</a>,
        },
        { words: { zh: '时间', en: 'Time' }, of: whenOf },
        { words: { zh: '交易', en: 'Transactions' }, of: plain('transactions') },
        { words: { zh: '无效', en: 'Invalid' }, of: plain('invalid') },
        { words: { zh: '声明', en: 'Statements' }, of: plain('statements') },
        { words: { zh: '数据哈希', en: 'Data hash' }, of: (row) => short(row.dataHash) },
      ]}
    />
  )
}

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
  const { t } = useWords()
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
              <Tag variant="solid" color={validation === 'VALID' ? '#0b6e5f' : '#b3261e'}>
                {validation}
              </Tag>
            ),
          },
          {
            title: t('声明（已上链/全部）', 'Statements (committed/all)'),
            render: (_, { committed, statements }) => `${committed} / ${statements}`,
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
  const [pages, setPages] = useState<readonly string[]>([])
  const address = new URLSearchParams(query)
  const before = pages.at(-1)
  if (before) address.set('before', before)
  const { value, problem, loading } = useAnswer<{ rows: TransactionRow[]; next?: string }>(
    `/api/transactions?${address}`,
    version,
  )
  const clients = useAnswer<{ counts: Count[] }>(`/api/transaction-counts?${query}&by=client`, version)
  const states = useAnswer<{ counts: Count[] }>(`/api/transaction-counts?${query}&by=validation`, version)
  return (
    <>
      <div className="halves">
        <Volumes
          title={t('每个链账户的交易量', 'Transactions of each chain account')}
          by="client"
          {...clients}
        />
        <Volumes title={t('验证结果', 'Validation')} by="validation" {...states} />
      </div>
      <Card title={t('交易', 'Transactions')}>
        {problem && <Alert type="error" title={problem.message} />}
        <TransactionTable rows={value?.rows ?? []} loading={loading} />
        <Space>
          <Button disabled={pages.length === 0} onClick={() => setPages(pages.slice(0, -1))}>
            {t('上一页', 'Newer')}
          </Button>
          <Button disabled={!value?.next} onClick={() => value?.next && setPages([...pages, value.next])}>
            {t('下一页', 'Older')}
          </Button>
        </Space>
      </Card>
    </>
  )
}

const Volumes = ({
  title,
  by,
  value,
}: {
  readonly title: string
  readonly by: string
  readonly value?: { readonly counts: readonly Count[] }
}) => (
  <Card size="small" title={title}>
    <ul className="steps">
      {value?.counts.slice(0, 20).map(({ key: [word = ''], count }) => (
        <li key={word}>
          <a href={`#/transactions?${by}=${encodeURIComponent(word)}`}>{word || '—'}</a>{' '}
          {count.toLocaleString()}
        </li>
      ))}
    </ul>
  </Card>
)

export const Institutions = ({ version }: { readonly version: number }) => {
  const { t, say } = useWords()
  return (
    <List
      title={t('机构', 'Institutions')}
      path="/api/institutions"
      id="institution"
      version={version}
      columns={[
        { words: { zh: '机构', en: 'Institution' }, of: plain('institution') },
        { words: { zh: '类别', en: 'Kind' }, of: (row) => say(wordsOf(String(row.kind))) },
        { words: { zh: '地市', en: 'City' }, of: plain('city') },
        { words: { zh: '状态', en: 'Status' }, of: (row) => say(wordsOf(String(row.status))) },
        { words: { zh: '版本', en: 'Version' }, of: plain('version') },
        {
          words: { zh: '登记声明', en: 'Registered by' },
          of: (row) => (
            <a className="mono" href={`#/statement/${row.statement}`}>
              {String(row.statement).slice(0, 12)}…
            </a>
          ),
        },
      ]}
    />
  )
}

/** Certificates that expire unseen are a complaint about the platforms in use: days left, coloured. */
const DaysLeft = ({ row }: { readonly row: Cells }) => {
  const { t } = useWords()
  if (row.revokedFrom)
    return (
      <Tag variant="solid" color="#b3261e">
        {t('已吊销', 'revoked')}
      </Tag>
    )
  const days = Math.floor((Date.parse(String(row.notAfter)) - Date.now()) / 86_400_000)
  if (days < 0)
    return (
      <Tag variant="solid" color="#b3261e">
        {t('已过期', 'expired')}
      </Tag>
    )
  return (
    <Tag variant="solid" color={days < 30 ? '#8a4b00' : '#0b6e5f'}>
      {t(`剩 ${days} 天`, `${days} days left`)}
    </Tag>
  )
}

export const Keys = ({ version }: { readonly version: number }) => {
  const { t } = useWords()
  return (
    <List
      title={t('签名密钥', 'Signing keys')}
      path="/api/keys"
      id="key"
      version={version}
      columns={[
        { words: { zh: '机构', en: 'Institution' }, of: plain('institution') },
        { words: { zh: '密钥', en: 'Key' }, of: (row) => short(row.key) },
        { words: { zh: '算法', en: 'Algorithm' }, of: plain('algorithm') },
        { words: { zh: '用途', en: 'Uses' }, of: (row) => [row.uses].flat().join(', ') },
        { words: { zh: '有效期', en: 'Validity' }, of: (row) => <DaysLeft row={row} /> },
        {
          words: { zh: '登记声明', en: 'Registered by' },
          of: (row) => (
            <a className="mono" href={`#/statement/${row.statement}`}>
              {String(row.statement).slice(0, 12)}…
            </a>
          ),
        },
      ]}
    />
  )
}

export const Readings = () => {
  const { t } = useWords()
  return (
    <List
      title={t('谁读了什么', 'Who read what')}
      path="/api/readings?limit=200"
      id="key"
      columns={[
        { words: { zh: '时间', en: 'Time' }, of: whenOf },
        { words: { zh: '账号', en: 'Account' }, of: plain('account') },
        { words: { zh: '角色', en: 'Role' }, of: plain('role') },
        { words: { zh: '读取', en: 'Read' }, of: (row) => <span className="mono">{row.path}</span> },
      ]}
    />
  )
}

/** Who changed which definition, rule or report, and why. */
export const Changes = () => {
  const { t } = useWords()
  return (
    <List
      title={t('谁改了什么', 'Who changed what')}
      path="/api/changes?limit=200"
      id="key"
      columns={[
        { words: { zh: '时间', en: 'Time' }, of: whenOf },
        { words: { zh: '账号', en: 'Account' }, of: plain('account') },
        { words: { zh: '类别', en: 'Kind' }, of: plain('kind') },
        { words: { zh: '对象', en: 'Which' }, of: plain('id') },
        { words: { zh: '说明', en: 'Note' }, of: plain('note') },
      ]}
    />
  )
}
