import { Alert, Button, Card, Space, Table, Tag } from 'antd'
import { memo } from 'react'
import { type Row, useAnswer } from '../../api.ts'
import { useWords } from '../../language.tsx'
import { go } from '../../location.ts'
import { Turn, usePages } from '../../paging.tsx'
import { Scroll } from '../../scroll.tsx'
import { wordsOf } from '../../words.ts'
import { dimensionWords } from '../dimensions.ts'
import { Badge } from '../parts/badge.tsx'
import { Waiting } from '../parts/waiting.tsx'

/** Made once: making one takes longer than a row of a table. */
const clock = new Intl.DateTimeFormat('zh-CN', {
  ...{ year: 'numeric', month: 'numeric', day: 'numeric' },
  ...{ hour: 'numeric', minute: 'numeric', second: 'numeric', hour12: false },
  timeZone: 'Asia/Shanghai',
})
/** A time in China, in words. @param at ISO 8601 */
export const time = (at: string): string => {
  const when = new Date(at)
  return Number.isNaN(when.getTime()) ? '—' : clock.format(when)
}

const colours: Readonly<Record<string, string>> = {
  committed: '#0b6e5f',
  refused: '#b3261e',
  invalid: '#b3261e',
}

interface StatementTableProps {
  readonly rows: readonly Row[]
  readonly loading: boolean
}

/** Statements as a table; each leads to its proof. It is drawn again for other rows, not for what stands around it. */
export const StatementTable = memo(({ rows, loading }: StatementTableProps) => {
  const { t, say } = useWords()
  const inWords = (code: string) => code && say(wordsOf(code))
  if (loading && rows.length === 0) return <Waiting />
  return (
    <Scroll label={t('声明列表', 'List of statements')}>
      <Table<Row>
        rowKey="key"
        dataSource={[...rows]}
        loading={loading}
        pagination={false}
        size="small"
        columns={[
          { title: t('时间', 'Time'), render: (_, { at }) => time(at) },
          { title: t('类型', 'Type'), render: (_, { facts }) => say(wordsOf(facts.type)) },
          { title: t('机构', 'Institution'), render: (_, { facts }) => inWords(facts.institution) },
          {
            title: t('内容', 'Says'),
            render: (_, { facts }) =>
              [facts.outcome, facts.reason, facts.item].filter(Boolean).map(inWords).join(' · '),
          },
          {
            title: t('结果', 'Result'),
            render: (_, { facts }) => (
              <Badge colour={colours[facts.result] ?? '#56635f'}>
                {say(wordsOf(facts.result))}
                {facts.code && ` ${say(wordsOf(facts.code))}`}
              </Badge>
            ),
          },
          {
            title: t('声明', 'Statement'),
            render: (_, { id }) =>
              id && (
                <a className="mono" href={`#/statement/${id}`}>
                  {id.slice(0, 12)}…
                </a>
              ),
          },
        ]}
      />
    </Scroll>
  )
})
const none: readonly Row[] = []

/** The statements behind a number, page by page. */
export const Statements = ({ query }: { readonly query: URLSearchParams }) => {
  const { t, say } = useWords()
  const { value, problem, loading, turning } = usePages<Row>(`/api/statements?${query}`)
  const counts = useAnswer<{ counts: { count: number }[] }>(`/api/counts?${query}`)
  return (
    <Card
      title={t('声明', 'Statements')}
      extra={
        <span data-count>
          {t(`共 ${counts.value?.counts[0]?.count ?? 0} 条`, `${counts.value?.counts[0]?.count ?? 0} in all`)}
        </span>
      }
    >
      <Space wrap>
        {[...query].map(([name, word]) => (
          <Tag key={name + word}>
            {say(dimensionWords(name))}: {say(wordsOf(word))}
          </Tag>
        ))}
      </Space>
      {problem && <Alert type="error" title={problem.message} />}
      <StatementTable rows={value?.rows ?? none} loading={loading} />
      <Space>
        <Turn {...turning} />
        <Button onClick={() => go('')}>{t('回到总览', 'Overview')}</Button>
      </Space>
    </Card>
  )
}
