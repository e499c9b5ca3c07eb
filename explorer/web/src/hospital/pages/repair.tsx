import { Alert, Button, Card, Table } from 'antd'
import { useState } from 'react'
import { type Count, useAnswer } from '../../api.ts'
import { useWords } from '../../language.tsx'
import { Turn } from '../../paging.tsx'
import { time } from '../../regulator/pages/statements.tsx'
import { Scroll } from '../../scroll.tsx'
import { wordsOf } from '../../words.ts'
import { adviceFor } from '../data/advice.ts'
import type { DeadLetter, RefusedStatement } from '../data/gateway.ts'
import { GatewayTrouble, useGateway, WithGateway } from '../parts/desk.tsx'
import { Short } from '../parts/labels.tsx'

/** What did not come through, why, and what to do: refusals of the ledger and dead letters of the gateway (EXCH-12). */
export const RepairPage = ({ version }: { readonly version: number }) => {
  const { t } = useWords()
  return (
    <>
      <Card title={t('死信', 'Dead letters')}>
        <WithGateway>
          <DeadLetters version={version} />
        </WithGateway>
      </Card>
      <Card
        title={t('被拒绝的（近一个月，含未上链的）', 'Refused (a month, also what never reached the ledger)')}
      >
        <WithGateway>
          <Refusals version={version} />
        </WithGateway>
      </Card>
      <OnLedger version={version} />
    </>
  )
}

const DeadLetters = ({ version }: { readonly version: number }) => {
  const { t, say } = useWords()
  const { value, problem, again } = useGateway<{ items: DeadLetter[] }>('dead-letters', version)
  if (problem) return <GatewayTrouble problem={problem} onAgain={again} />
  return (
    <>
      <p>
        {t(
          '死信是网关没能送上账本的声明，网关按间隔自动补推，也可在此补推或放弃。',
          'What the gateway could not bring to the ledger. It is sent again by itself from time to time; here by hand, or it is given up.',
        )}{' '}
        <Button size="small" onClick={again}>
          {t('刷新', 'Ask again')}
        </Button>
      </p>
      <Scroll label={t('死信列表', 'List of dead letters')}>
        <Table<DeadLetter>
          rowKey="id"
          size="small"
          loading={!value}
          pagination={{ pageSize: 20, hideOnSinglePage: true }}
          dataSource={value?.items ?? []}
          columns={[
            { title: t('收到', 'Received'), render: (_, { receivedAt }) => time(receivedAt) },
            { title: t('合约', 'Contract'), dataIndex: 'family' },
            { title: t('原因', 'Cause'), render: (_, { cause }) => say(wordsOf(cause.code)) },
            { title: t('补推次数', 'Sent again'), dataIndex: 'replays' },
            { title: t('下次自动补推', 'Next by itself'), render: (_, { replayAt }) => time(replayAt) },
            {
              title: t('处理', 'Repair'),
              render: (_, { id, cause }) => {
                const advice = adviceFor(cause.code)
                return (
                  <a href={`#/dead-letter/${id}`} title={advice && say(advice)} data-dead={id}>
                    <Short id={id} />
                  </a>
                )
              },
            },
          ]}
        />
      </Scroll>
    </>
  )
}

const Refusals = ({ version }: { readonly version: number }) => {
  const { t, say } = useWords()
  const [pages, setPages] = useState<readonly string[]>([])
  const cursor = pages.at(-1)
  const path = `refusals?limit=50${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`
  const { value, problem, again } = useGateway<{ items: RefusedStatement[]; next?: string }>(path, version)
  if (problem) return <GatewayTrouble problem={problem} onAgain={again} />
  return (
    <>
      <Scroll label={t('拒绝列表', 'List of refusals')}>
        <Table<RefusedStatement>
          rowKey="id"
          size="small"
          loading={!value}
          pagination={false}
          dataSource={value?.items ?? []}
          columns={[
            { title: t('时间', 'Time'), render: (_, { at }) => time(at) },
            {
              title: t('原因', 'Why'),
              render: (_, { code, field, detail }) => (
                <span data-refusal={code}>
                  {say(wordsOf(code))} {field && `(${field})`}
                  <br />
                  {detail}
                </span>
              ),
            },
            {
              title: t('怎么办', 'What to do'),
              render: (_, { code }) => {
                const advice = adviceFor(code)
                return (
                  <span className="wrap">
                    {advice ? say(advice) : t('请联系网关运维。', 'Ask the gateway’s operator.')}
                  </span>
                )
              },
            },
            {
              title: t('声明', 'Statement'),
              render: (_, { id }) => <Short id={id} />,
            },
          ]}
        />
      </Scroll>
      <p>
        {t(
          '未上链的拒绝只留标识和原因，内容在本院系统里。更正后重新签名提交即可，不会重复：内容变了就是另一条声明。',
          'Of what never reached the ledger only id and reason are kept; what it said is in your own system. Correct it, sign and submit: with other content it is another statement, never a double.',
        )}
      </p>
      <Turn
        {...(pages.length > 0 && { onBack: () => setPages(pages.slice(0, -1)) })}
        {...(value?.next && { onNext: () => setPages([...pages, value.next ?? '']) })}
      />
    </>
  )
}

const OnLedger = ({ version }: { readonly version: number }) => {
  const { t, say } = useWords()
  const { value, problem, loading } = useAnswer<{ codes: Count[] }>('/api/hospital/summary', version)
  return (
    <Card title={t('账本上以本院名义被拒绝的，按原因', 'Refused on the ledger in our name, by reason')}>
      {problem && <Alert type="error" title={problem.message} />}
      <Scroll label={t('拒绝原因', 'Reasons of refusal')}>
        <Table<Count>
          rowKey={({ key }) => key.join('/')}
          size="small"
          loading={loading}
          pagination={{ pageSize: 20, hideOnSinglePage: true }}
          dataSource={value?.codes ?? []}
          columns={[
            { title: t('原因', 'Why'), render: (_, { key: [code = ''] }) => say(wordsOf(code)) },
            { title: t('类型', 'Type'), render: (_, { key: [, type = ''] }) => say(wordsOf(type)) },
            {
              title: t('条数', 'Count'),
              render: (_, { key: [code = '', type = ''], count }) => (
                <a
                  href={`#/submitted?${new URLSearchParams({ result: 'refused', code, type })}`}
                  aria-label={`${code} ${count}`}
                >
                  {count}
                </a>
              ),
            },
            {
              title: t('怎么办', 'What to do'),
              render: (_, { key: [code = ''] }) => {
                const advice = adviceFor(code)
                return <span className="wrap">{advice && say(advice)}</span>
              },
            },
          ]}
        />
      </Scroll>
    </Card>
  )
}
