import { Alert, Card, Table, Tag } from 'antd'
import type { ReactNode } from 'react'
import { useAnswer } from '../../api.ts'
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
        { words: { zh: '区块', en: 'Block' }, of: plain('number') },
        { words: { zh: '时间', en: 'Time' }, of: whenOf },
        { words: { zh: '交易', en: 'Transactions' }, of: plain('transactions') },
        { words: { zh: '无效', en: 'Invalid' }, of: plain('invalid') },
        { words: { zh: '声明', en: 'Statements' }, of: plain('statements') },
        { words: { zh: '数据哈希', en: 'Data hash' }, of: (row) => short(row.dataHash) },
      ]}
    />
  )
}

export const Transactions = ({ version }: { readonly version: number }) => {
  const { t } = useWords()
  return (
    <List
      title={t('交易', 'Transactions')}
      path="/api/transactions?limit=100"
      id="key"
      version={version}
      columns={[
        { words: { zh: '区块', en: 'Block' }, of: plain('block') },
        { words: { zh: '时间', en: 'Time' }, of: whenOf },
        { words: { zh: '合约函数', en: 'Function' }, of: plain('function') },
        { words: { zh: '提交者', en: 'Client' }, of: plain('client') },
        {
          words: { zh: '验证', en: 'Validation' },
          of: (row) => (
            <Tag variant="solid" color={row.validation === 'VALID' ? '#0b6e5f' : '#b3261e'}>
              {row.validation}
            </Tag>
          ),
        },
        {
          words: { zh: '声明（已上链/全部）', en: 'Statements (committed/all)' },
          of: (row) => `${row.committed} / ${row.statements}`,
        },
        { words: { zh: '交易号', en: 'Id' }, of: (row) => short(row.id) },
      ]}
    />
  )
}

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
