import { Alert, Button, Card, Descriptions, Input, Segmented, Space, Table, Tag } from 'antd'
import { useState } from 'react'
import { queryOf, send, useAnswer } from '../../api.ts'
import { useWords, type Words } from '../../language.tsx'
import { go } from '../../location.ts'
import { Scroll } from '../../scroll.tsx'
import { wordsOf } from '../../words.ts'
import { dimensionWords, type Selection } from '../dimensions.ts'
import { time } from './statements.tsx'

interface Event {
  readonly at: string
  readonly account: string
  readonly action: string
  readonly note: string
  readonly state: string
  readonly owner: string
}
interface Finding {
  readonly id: string
  readonly label: Words
  readonly advice: Words
  readonly by: string
  readonly on: 'statements' | 'transactions' | 'reconciliations'
  readonly subject: string
  readonly measured: number
  readonly allowed: number
  readonly rows: number
  readonly from: string
  readonly to: string
  readonly drill: Selection
  readonly last: string
  readonly state: string
  readonly owner: string
  readonly history: readonly Event[]
}
interface Looked {
  readonly at: string
  readonly trouble: readonly string[]
}

const colours: Readonly<Record<string, string>> = {
  discovered: '#b3261e',
  reminded: '#8a4b00',
  intervened: '#6b3fa0',
}
const State = ({ state }: { readonly state: string }) => {
  const { say } = useWords()
  return (
    <Tag variant="solid" color={colours[state] ?? '#56635f'}>
      {say(wordsOf(state))}
    </Tag>
  )
}

const { TextArea } = Input
const number = (value: number) => (Number.isInteger(value) ? String(value) : value.toFixed(2))
const pageSize = 50
const open = ['discovered', 'reminded', 'intervened']

/** What the rules found, and who deals with it (发现、提醒、干预). */
export const Findings = ({ version }: { readonly version: number }) => {
  const { t, say } = useWords()
  const [which, setWhich] = useState('open')
  const states = which === 'open' ? open : ['closed', 'dismissed']
  const [page, setPage] = useState(1)
  const { value, problem, loading } = useAnswer<{ rows: Finding[]; total: number; watch: Looked | null }>(
    `/api/findings?${queryOf({ state: states, skip: String((page - 1) * pageSize), limit: String(pageSize) })}`,
    version,
  )
  return (
    <Card
      title={t('异常行为', 'Unusual activity')}
      extra={<a href="#/rules">{t('规则', 'Rules')}</a>}
      data-findings={value?.total}
    >
      {problem && <Alert type="error" title={problem.message} />}
      {value?.watch?.trouble.map((text) => (
        <Alert key={text} type="error" title={text} />
      ))}
      <Space wrap>
        <Segmented
          aria-label={t('状态', 'State')}
          value={which}
          onChange={(next) => {
            setWhich(next)
            setPage(1)
          }}
          options={[
            { value: 'open', label: t('待处理', 'Open') },
            { value: 'done', label: t('已了结', 'Closed') },
          ]}
        />
        {value?.watch && (
          <span>
            {t('上次检查', 'Last looked')} {time(value.watch.at)}
          </span>
        )}
      </Space>
      <Scroll label={t('发现列表', 'List of findings')}>
        <Table<Finding>
          rowKey="id"
          size="small"
          loading={loading}
          dataSource={value?.rows ?? []}
          pagination={{
            ...{ current: page, pageSize, total: value?.total ?? 0, onChange: setPage },
            hideOnSinglePage: true,
            showSizeChanger: false,
          }}
          columns={[
            { title: t('状态', 'State'), render: (_, { state }) => <State state={state} /> },
            {
              title: t('发现', 'Finding'),
              render: (_, { id, label }) => <a href={`#/finding/${id}`}>{say(label)}</a>,
            },
            {
              title: t('对象', 'Subject'),
              render: (_, { by, subject }) => (
                <span className="mono">
                  {by === 'signer' ? `${subject.slice(0, 16)}…` : say(wordsOf(subject))}
                </span>
              ),
            },
            {
              title: t('测得（阈值）', 'Measured (allowed)'),
              render: (_, { measured, allowed }) => `${number(measured)} (${number(allowed)})`,
            },
            {
              title: t('条数', 'Rows'),
              render: (_, { on, drill, rows }) => (
                <a href={`#/${on}?${queryOf(drill)}`}>{rows.toLocaleString()}</a>
              ),
            },
            { title: t('最近', 'Last'), render: (_, { last }) => time(last) },
            { title: t('负责人', 'Owner'), dataIndex: 'owner' },
          ]}
        />
      </Scroll>
    </Card>
  )
}

const actions: readonly { readonly action: string; readonly label: Words; readonly when: 'open' | 'done' }[] =
  [
    { action: 'own', label: { zh: '由我负责', en: 'I take it' }, when: 'open' },
    { action: 'note', label: { zh: '备注', en: 'Note' }, when: 'open' },
    { action: 'remind', label: { zh: '提醒', en: 'Remind' }, when: 'open' },
    { action: 'intervene', label: { zh: '干预', en: 'Intervene' }, when: 'open' },
    { action: 'close', label: { zh: '了结', en: 'Close' }, when: 'open' },
    { action: 'dismiss', label: { zh: '不成立', en: 'Dismiss' }, when: 'open' },
    { action: 'reopen', label: { zh: '重新打开', en: 'Reopen' }, when: 'done' },
  ]
const done: Readonly<Record<string, Words>> = {
  discover: { zh: '规则发现', en: 'found by the rule' },
  ...Object.fromEntries(actions.map(({ action, label }) => [action, label])),
}

/** One finding: what it is, the list behind it, its history, and what to do next. */
export const FindingPage = ({ id }: { readonly id: string }) => {
  const { t, say } = useWords()
  const [round, setRound] = useState(0)
  const [note, setNote] = useState('')
  const [refused, setRefused] = useState('')
  const { value, problem } = useAnswer<Finding>(`/api/findings/${encodeURIComponent(id)}`, round)
  if (problem) return <Alert type="error" title={problem.message} />
  if (!value) return <Card loading />
  const act = (action: string) =>
    send('POST', `/api/findings/${id}/actions`, { action, note }).then(
      () => {
        setNote('')
        setRefused('')
        setRound(round + 1)
      },
      ({ message }: Error) => setRefused(message),
    )
  const isOpen = open.includes(value.state)
  return (
    <Card title={say(value.label)} extra={<State state={value.state} />}>
      <p>{say(value.advice)}</p>
      <Descriptions size="small" bordered column={{ xs: 1, md: 2 }}>
        <Descriptions.Item label={say(dimensionWords(value.by))}>
          <span className="mono">{say(wordsOf(value.subject))}</span>
        </Descriptions.Item>
        <Descriptions.Item label={t('测得（阈值）', 'Measured (allowed)')}>
          {number(value.measured)} ({number(value.allowed)})
        </Descriptions.Item>
        <Descriptions.Item label={t('期间', 'Period')}>
          {value.from} — {value.to}
        </Descriptions.Item>
        <Descriptions.Item label={t('负责人', 'Owner')}>{value.owner || '—'}</Descriptions.Item>
      </Descriptions>
      <p>
        <Button onClick={() => go(`${value.on}?${queryOf(value.drill)}`)}>
          {t('查看背后的明细', 'See the list behind it')}
        </Button>
      </p>
      <h2>{t('处理', 'What to do')}</h2>
      {refused && <Alert type="error" title={refused} />}
      <label>
        {t('说明（除“由我负责”外必填）', 'Note (needed, but for “I take it”)')}
        <TextArea rows={2} maxLength={1000} value={note} onChange={({ target }) => setNote(target.value)} />
      </label>
      <Space wrap className="turn">
        {actions
          .filter(({ when }) => when === (isOpen ? 'open' : 'done'))
          .map(({ action, label }) => (
            <Button
              key={action}
              data-action={action}
              disabled={action !== 'own' && note.trim() === ''}
              onClick={() => void act(action)}
            >
              {say(label)}
            </Button>
          ))}
      </Space>
      <h2>{t('经过', 'History')}</h2>
      <ol className="steps" data-history={value.history.length}>
        {value.history.map(({ at, account, action, note, state }) => (
          <li key={at + action}>
            {time(at)} · {account} · {say(done[action] ?? { zh: action, en: action })} → {say(wordsOf(state))}
            {note && <p>{note}</p>}
          </li>
        ))}
      </ol>
    </Card>
  )
}
