import { type AccessEvent, accessEvent, type FindingKind, findingKinds, findingLabels } from '@huren/records'
import type { CompleteList, Finding } from '@huren/verify'
import { Card, Segmented, Table, Tag } from 'antd'
import { type ReactNode, useState } from 'react'
import { useWords, type Words } from '../../language.tsx'
import { Scroll } from '../../scroll.tsx'
import { wordsOf } from '../../words.ts'
import { time } from '../pages/statements.tsx'
import type { Valid } from './report.tsx'

const pageSize = 20

const fieldWords = (name: string): Words =>
  (accessEvent.fields as Readonly<Record<string, Words>>)[name] ?? { zh: name, en: name }

const keyOf = ({ kind, event, hospital, cloud }: Finding) => `${kind} ${event} ${hospital} ${cloud}`

/** Accesses on which the two logs do not agree: what each of them has. */
export const Findings = ({ verdict }: { readonly verdict: Valid }) => {
  const { t, say } = useWords()
  const [kind, setKind] = useState<FindingKind | 'all'>('all')
  const [page, setPage] = useState(1)
  const { findings, hospital, cloud } = verdict
  if (findings.length === 0) return null
  const rows = kind === 'all' ? findings : findings.filter((each) => each.kind === kind)
  const there = findingKinds.filter((each) => findings.some((finding) => finding.kind === each))
  const side = (list: CompleteList, index: number | undefined, fields: readonly string[] = []) => (
    <Entry list={list} index={index} fields={fields} />
  )
  return (
    <Card title={t('对不上的调阅', 'Accesses that do not agree')}>
      {there.length > 1 && (
        <Segmented<FindingKind | 'all'>
          aria-label={t('哪一类', 'Which kind')}
          value={kind}
          onChange={(next) => {
            setKind(next)
            setPage(1)
          }}
          options={[
            { value: 'all', label: t('全部', 'All') },
            ...there.map((each) => ({ value: each, label: say(findingLabels[each]) })),
          ]}
        />
      )}
      <Scroll label={t('对不上的调阅列表', 'List of accesses that do not agree')}>
        <Table<Finding>
          rowKey={keyOf}
          size="small"
          // the report's order is that of ids; people read by time
          dataSource={rows.toSorted((a, b) => (b.at ?? '').localeCompare(a.at ?? ''))}
          pagination={{
            ...{ current: page, pageSize, onChange: setPage },
            hideOnSinglePage: true,
            showSizeChanger: false,
          }}
          onRow={(finding) => ({ 'data-finding': finding.kind }) as object}
          columns={[
            {
              title: t('哪里不符', 'What is wrong'),
              render: (_, { kind, fields = [] }) => (
                <>
                  <Tag variant="solid" color={kind === 'repeated' ? '#8a4b00' : '#b3261e'}>
                    {say(findingLabels[kind])}
                  </Tag>
                  {fields.length > 0 && (
                    <div>{fields.map((name) => say(fieldWords(name))).join(t('、', ', '))}</div>
                  )}
                </>
              ),
            },
            { title: t('调阅时间', 'When'), render: (_, { at }) => (at ? time(at) : '—') },
            {
              title: t('医院的记录', 'The hospital has'),
              render: (_, { hospital: index, fields }) => side(hospital, index, fields),
            },
            {
              title: t('影像云的记录', 'The imaging cloud has'),
              render: (_, { cloud: index, fields }) => side(cloud, index, fields),
            },
            {
              title: t('调阅标识', 'Access'),
              render: (_, { event }) => (
                <span className="mono" title={event}>
                  {event.slice(0, 13)}…
                </span>
              ),
            },
          ]}
        />
      </Scroll>
    </Card>
  )
}

interface EntryProps {
  readonly list: CompleteList
  readonly index: number | undefined
  /** Fields in which the other side says something else: they stand out. */
  readonly fields: readonly string[]
}

/** What one log has of an access. */
const Entry = ({ list, index, fields }: EntryProps) => {
  const { t } = useWords()
  if (index === undefined) return <strong>{t('没有', 'nothing')}</strong>
  const event = list.entries.find((entry) => entry.index === index)?.event
  const place = t(`第 ${index} 条`, `entry ${index}`)
  if (!event) return `${place} · ${t('内容已删除', 'content erased')}`
  return (
    <>
      {place}
      <Said event={event} fields={fields} />
    </>
  )
}

const Said = ({ event, fields }: { readonly event: AccessEvent; readonly fields: readonly string[] }) => {
  const { t, say } = useWords()
  const marked = (name: string, value: ReactNode) =>
    fields.includes(name) ? <strong>{value}</strong> : value
  const ground = event.emergency ? 'emergency' : 'consent'
  const record = event.emergency ?? event.consent ?? ''
  return (
    <>
      {' · '}
      {marked('action', say(wordsOf(event.action)))}
      {' · '}
      {marked(
        ground,
        <a href={`#/record/${record}`}>
          {event.emergency ? t('紧急调阅', 'emergency') : t('凭授权', 'under a consent')}
        </a>,
      )}
      {event.key && (
        <>
          {' · '}
          {marked(
            'key',
            <a href={`#/statements?signer=${event.key}`}>
              {t('人员', 'by')} {event.key.slice(0, 8)}…
            </a>,
          )}
        </>
      )}
      {fields.includes('at') && <> · {marked('at', time(event.at))}</>}
    </>
  )
}
