import { recordTypes } from '@huren/records'
import { Alert, Button, Card, Select, Space, Table, Tag } from 'antd'
import type { Row } from '../../api.ts'
import { useWords } from '../../language.tsx'
import { go } from '../../location.ts'
import { Turn, usePages } from '../../paging.tsx'
import { time } from '../../regulator/pages/statements.tsx'
import { Scroll } from '../../scroll.tsx'
import { wordsOf } from '../../words.ts'
import type { Waiting } from '../data/gateway.ts'
import { GatewayTrouble, useDesk, useGateway, WithGateway } from '../parts/desk.tsx'
import { Short, StageTag } from '../parts/labels.tsx'

interface Submitted extends Row {
  readonly stage?: string
  readonly overdue?: string
}
interface Known {
  readonly notary: 'none' | 'away' | 'ok'
  readonly all: number
}

const ownTypes = recordTypes.filter(({ authority }) => authority.kind === 'institution')

/** What we submitted and how far each is; what is late says so. */
export const SubmittedPage = ({
  version,
  query,
}: {
  readonly version: number
  readonly query: URLSearchParams
}) => (
  <>
    <Card title={<Heading />}>
      <WithGateway>
        <Queue version={version} />
      </WithGateway>
    </Card>
    <OnLedger key={String(query)} version={version} query={query} />
  </>
)

const Heading = () => {
  const { t } = useWords()
  return <>{t('网关中排队的', 'Waiting in the gateway')}</>
}

const Queue = ({ version }: { readonly version: number }) => {
  const { t } = useWords()
  const { skew } = useDesk()
  const { value, problem, again } = useGateway<{ items: Waiting[]; all: number }>('queue', version)
  if (problem) return <GatewayTrouble problem={problem} onAgain={again} />
  const now = Date.now() - skew
  return (
    <>
      <p data-queued={value?.all}>
        {t(`共 ${value?.all ?? '…'} 条`, `${value?.all ?? '…'} in all`)}{' '}
        <Button size="small" onClick={again}>
          {t('刷新', 'Ask again')}
        </Button>
      </p>
      {value && value.items.length > 0 && (
        <Scroll label={t('排队列表', 'List of what waits')}>
          <Table<Waiting>
            rowKey="id"
            size="small"
            pagination={{ pageSize: 20, hideOnSinglePage: true }}
            dataSource={value.items}
            columns={[
              { title: t('收到', 'Received'), render: (_, { receivedAt }) => time(receivedAt) },
              { title: t('合约', 'Contract'), dataIndex: 'family' },
              {
                title: t('承诺时限', 'Promised by'),
                render: (_, { deadline }) => (
                  <>
                    {time(deadline)}{' '}
                    {Date.parse(deadline) < now && (
                      <Tag variant="solid" color="#b3261e" data-overdue="committed">
                        {t('逾期未上链', 'overdue: not committed yet')}
                      </Tag>
                    )}
                  </>
                ),
              },
              { title: t('补推次数', 'Sent again'), dataIndex: 'replays' },
              { title: t('声明', 'Statement'), render: (_, { id }) => <Short id={id} /> },
            ]}
          />
        </Scroll>
      )}
    </>
  )
}

const results = ['committed', 'refused', 'duplicate', 'invalid', 'no-result'] as const

const OnLedger = ({ version, query }: { readonly version: number; readonly query: URLSearchParams }) => {
  const { t, say } = useWords()
  const { value, problem, loading, turning } = usePages<Submitted, Known>(
    `/api/hospital/submissions?${query}`,
    version,
  )
  const choose = (name: string, word: string) => {
    const next = new URLSearchParams(query)
    next.delete(name)
    if (word) next.set(name, word)
    go(`submitted?${next}`)
  }
  const others = [...query].filter(([name]) => name !== 'type' && name !== 'result')
  return (
    <Card
      title={t('到达账本的', 'What reached the ledger')}
      extra={
        <span data-count={value?.all}>{t(`共 ${value?.all ?? '…'} 条`, `${value?.all ?? '…'} in all`)}</span>
      }
    >
      <Space wrap>
        <Select
          aria-label={t('类型', 'Type')}
          className="filter"
          value={query.get('type') ?? ''}
          onChange={(word) => choose('type', word)}
          options={[
            { value: '', label: t('全部类型', 'all types') },
            ...ownTypes.map(({ name, label }) => ({ value: name, label: say(label) })),
          ]}
        />
        <Select
          aria-label={t('结果', 'Result')}
          className="filter"
          value={query.get('result') ?? ''}
          onChange={(word) => choose('result', word)}
          options={[
            { value: '', label: t('全部结果', 'all results') },
            ...results.map((word) => ({ value: word, label: say(wordsOf(word)) })),
          ]}
        />
        {others.map(([name, word]) => (
          <Tag key={name + word}>
            {name}: {say(wordsOf(word))}
          </Tag>
        ))}
        {others.length > 0 && <a href="#/submitted">{t('清除筛选', 'Clear')}</a>}
      </Space>
      {problem && <Alert type="error" title={problem.message} />}
      {value?.notary === 'away' && (
        <Alert
          type="warning"
          showIcon
          data-notary="away"
          title={t(
            '公证节点没有回应：只能确定“已上链”，是否已见证、是否逾期暂不知道。',
            'The notary does not answer: “committed” is certain, whether it is witnessed or overdue is not known now.',
          )}
        />
      )}
      <Scroll label={t('提交列表', 'List of what was submitted')}>
        <Table<Submitted>
          rowKey="key"
          size="small"
          loading={loading}
          pagination={false}
          dataSource={[...(value?.rows ?? [])]}
          columns={[
            { title: t('时间', 'Time'), render: (_, { at }) => time(at) },
            { title: t('类型', 'Type'), render: (_, { facts }) => say(wordsOf(facts.type)) },
            {
              title: t('内容', 'Says'),
              render: (_, { facts }) =>
                [facts.outcome && say(wordsOf(facts.outcome)), facts.reason, facts.item]
                  .filter(Boolean)
                  .join(' · '),
            },
            {
              title: t('阶段', 'Stage'),
              render: (_, { facts, stage, overdue }) => (
                <StageTag stage={stage} overdue={overdue} result={facts.result} code={facts.code} />
              ),
            },
            {
              title: t('声明', 'Statement'),
              render: (_, { id }) =>
                id && (
                  <a href={`#/statement/${id}`}>
                    <Short id={id} />
                  </a>
                ),
            },
          ]}
        />
      </Scroll>
      <p>
        {t(
          '以本院名义、被账本拒绝的声明也列在这里；签名不成立的可能不是本院所交。',
          'What was refused in our name is listed too; where the signature does not hold it may not have been ours.',
        )}
      </p>
      <Turn {...turning} />
    </Card>
  )
}
