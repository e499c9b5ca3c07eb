import { type FindingKind, findingKinds, findingLabels } from '@huren/records'
import { Alert, Card, Segmented, Space, Table, Tag, Typography } from 'antd'
import { useState } from 'react'
import { queryOf } from '../../api.ts'
import { useWords, type Words } from '../../language.tsx'
import { Turn, usePages } from '../../paging.tsx'
import { Scroll } from '../../scroll.tsx'
import { wordsOf } from '../../words.ts'
import { time } from '../pages/statements.tsx'
import { OneOf } from '../parts/chosen.tsx'
import { FromFile } from './from-file.tsx'

interface Row {
  readonly id: string
  readonly log: string
  readonly institution: string
  readonly issuedAt: string
  readonly until: string
  readonly matched: number
  readonly open: number
  readonly counts: Readonly<Record<FindingKind, number>>
}
interface Log {
  readonly institution: string
  readonly name?: Words
  readonly answers: boolean
}

const differing = ({ counts }: Row) => findingKinds.reduce((sum, kind) => sum + counts[kind], 0)

/** Reports of hospitals' access logs compared with imaging clouds', the newest first (双方核对). */
export const Reconciliations = ({ query }: { readonly query: URLSearchParams }) => {
  const { t, say } = useWords()
  const [which, setWhich] = useState('all')
  const [institution, setInstitution] = useState(query.get('institution') ?? undefined)
  const asked = queryOf({ institution, differing: which === 'differing' ? 'true' : undefined, limit: '20' })
  const { value, problem, loading, turning } = usePages<Row, { logs: readonly Log[] }>(
    `/api/reconciliations?${asked}`,
  )
  const nameOf = (id: string) => say(value?.logs.find((log) => log.institution === id)?.name ?? wordsOf(id))
  return (
    <>
      <Card
        title={t('双方核对：谁调阅了影像', 'Two-sided reconciliation: who opened images')}
        extra={<a href="#/findings">{t('异常行为', 'Unusual activity')}</a>}
        data-reconciliations={value?.rows.length}
      >
        <p>
          {t(
            '医院自己记的调阅日志，与影像云记的逐次比对。只有一方记了，或双方记得不同的，列在报告里。每份报告都在本浏览器中重新核对。',
            'A hospital’s own log of accesses to images, compared access by access with the imaging cloud’s. What one side lacks, or what they record differently, is in the report. Each report is compared anew in this browser.',
          )}
        </p>
        {problem && <Alert type="error" title={problem.message} />}
        <Logs logs={value?.logs} nameOf={nameOf} />
        <Space wrap className="turn">
          <Segmented
            aria-label={t('哪些报告', 'Which reports')}
            value={which}
            onChange={setWhich}
            options={[
              { value: 'all', label: t('全部', 'All') },
              { value: 'differing', label: t('有不符', 'With differences') },
            ]}
          />
          <OneOf
            by="institution"
            label={t('医院', 'Hospital')}
            all={t('全部医院', 'all hospitals')}
            value={institution}
            onChange={setInstitution}
          />
        </Space>
        <Scroll label={t('核对报告列表', 'List of reports')}>
          <Table<Row>
            rowKey="id"
            size="small"
            loading={loading}
            pagination={false}
            dataSource={[...(value?.rows ?? [])]}
            locale={{ emptyText: <NoReports isNarrowed={which !== 'all' || institution !== undefined} /> }}
            columns={[
              { title: t('核对时间', 'Compared'), render: (_, { issuedAt }) => time(issuedAt) },
              {
                title: t('医院', 'Hospital'),
                render: (_, { institution }) => say(wordsOf(institution)),
              },
              { title: t('影像云', 'Imaging cloud'), render: (_, { log }) => nameOf(log) },
              {
                title: t('结果', 'Result'),
                render: (_, row) => (
                  <a href={`#/reconciliation/${row.id}?log=${row.log}`} data-report={row.id}>
                    <Result row={row} />
                  </a>
                ),
              },
              ...findingKinds.map((kind) => ({
                title: say(shortLabels[kind]),
                render: (_: unknown, { counts }: Row) => counts[kind] || '—',
              })),
              { title: t('相符', 'Agree'), dataIndex: 'matched' },
              { title: t('待定', 'Open'), dataIndex: 'open' },
              { title: t('截至', 'Until'), render: (_, { until }) => time(until) },
            ]}
          />
        </Scroll>
        <Turn {...turning} />
        <ul className="steps">
          {findingKinds.map((kind) => (
            <li key={kind}>
              <strong>{say(shortLabels[kind])}</strong> {say(findingLabels[kind])}
            </li>
          ))}
        </ul>
      </Card>
      <FromFile />
    </>
  )
}

/** Kinds in the width of a column; below the table they are explained. */
const shortLabels: Readonly<Record<FindingKind, Words>> = {
  'missing-at-cloud': { zh: '影像云缺', en: 'Not at the cloud' },
  'missing-at-hospital': { zh: '医院缺', en: 'Not at the hospital' },
  different: { zh: '内容不同', en: 'Different' },
  repeated: { zh: '重复', en: 'Twice' },
}

const Result = ({ row }: { readonly row: Row }) => {
  const { t } = useWords()
  const count = differing(row)
  return (
    <Tag variant="solid" color={count > 0 ? '#b3261e' : '#0b6e5f'}>
      {count > 0 ? t(`不符 ${count} 次`, `${count} differ`) : t('一致', 'agree')}
    </Tag>
  )
}

const NoReports = ({ isNarrowed }: { readonly isNarrowed: boolean }) => {
  const { t } = useWords()
  return (
    <Typography.Text className="wrap">
      {isNarrowed
        ? t('没有符合条件的报告', 'No such report')
        : t(
            '还没有核对报告。医院把自己日志的清单交给影像云，影像云就出一份；监管方也可自己核对：huren access reconcile。',
            'No report yet. A hospital hands in the list of its own log to the imaging cloud, which makes one; a supervisor compares by itself with huren access reconcile.',
          )}
    </Typography.Text>
  )
}

interface LogsProps {
  readonly logs: readonly Log[] | undefined
  readonly nameOf: (id: string) => string
}

/** Logs that were asked; one that is silent may have reports that are not in the list. */
const Logs = ({ logs, nameOf }: LogsProps) => {
  const { t } = useWords()
  if (!logs) return null
  if (logs.length === 0)
    return (
      <Alert
        type="info"
        showIcon
        data-logs="none"
        title={t(
          '没有配置影像云的调阅日志（HUREN_ACCESS_LOGS）；收到的报告文件仍可在下面核验。',
          'No imaging cloud’s access log is configured (HUREN_ACCESS_LOGS); a report that you have as a file is verified below all the same.',
        )}
      />
    )
  const silent = logs.filter(({ answers }) => !answers)
  return silent.map(({ institution }) => (
    <Alert
      key={institution}
      type="warning"
      showIcon
      data-log-silent={institution}
      title={t(
        `${nameOf(institution)}的调阅日志没有回应，它的报告不在此列。`,
        `The access log of ${nameOf(institution)} does not answer: its reports are not in this list.`,
      )}
    />
  ))
}
