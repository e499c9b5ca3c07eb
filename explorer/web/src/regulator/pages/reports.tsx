import { Alert, Button, Card, Space, Table } from 'antd'
import { useState } from 'react'
import { send, useAnswer } from '../../api.ts'
import { useWords } from '../../language.tsx'
import { fromHere, go } from '../../location.ts'
import { Scroll } from '../../scroll.tsx'
import { type Report, ReportEditor } from './report-editor.tsx'

const every = {
  day: { zh: '每日', en: 'daily' },
  week: { zh: '每周一', en: 'on Mondays' },
  month: { zh: '每月一日', en: 'on the first of the month' },
}

/** Self-defined reports (自定义报表, PROV-10). */
export const Reports = () => {
  const { t, say } = useWords()
  const { value, problem, loading } = useAnswer<{ rows: Report[] }>('/api/reports')
  return (
    <Card
      title={t('自定义报表', 'Self-defined reports')}
      extra={
        <Button type="primary" onClick={() => go('report/new')}>
          {t('新建', 'New')}
        </Button>
      }
    >
      {problem && <Alert type="error" title={problem.message} />}
      <Scroll label={t('报表列表', 'List of reports')}>
        <Table<Report>
          rowKey="id"
          size="small"
          loading={loading}
          pagination={false}
          dataSource={value?.rows ?? []}
          columns={[
            {
              title: t('名称', 'Name'),
              render: (_, { id, name }) => <a href={`#/report/${id}`}>{name}</a>,
            },
            { title: t('创建者', 'Made by'), dataIndex: 'owner' },
            {
              title: t('定时', 'Schedule'),
              render: (_, { schedule }) =>
                schedule ? `${say(every[schedule.every])} ${schedule.at} ${schedule.format}` : '—',
            },
            {
              title: t('导出', 'Export'),
              render: (_, { id }) => (
                <Space>
                  {['csv', 'xlsx', 'pdf'].map((format) => (
                    <a key={format} href={`/api/reports/${id}/file?format=${format}`} download>
                      {format.toUpperCase()}
                    </a>
                  ))}
                </Space>
              ),
            },
          ]}
        />
      </Scroll>
    </Card>
  )
}

/** One report: its definition, its table, its files; a new one when there is no such id yet. */
export const ReportPage = ({ id, account }: { readonly id: string; readonly account: string }) => {
  const { t } = useWords()
  const [saved, setSaved] = useState(0)
  const { value, problem } = useAnswer<{ rows: Report[] }>('/api/reports', saved)
  const [refused, setRefused] = useState('')
  if (problem) return <Alert type="error" title={problem.message} />
  if (!value) return <Card loading />
  const report = value.rows.find((each) => each.id === id)
  if (!report && id !== 'new')
    return <Alert type="error" title={t('没有此报表', 'There is no such report')} />
  const mine = !report || report.owner === account
  const save = (definition: object) => {
    const onward = fromHere()
    const sent = report
      ? send('PUT', `/api/reports/${report.id}`, definition)
      : send('POST', '/api/reports', definition)
    return sent.then(
      (answer) => {
        setRefused('')
        setSaved(saved + 1)
        onward(`report/${Object(answer).id}`)
      },
      ({ message }: Error) => setRefused(message),
    )
  }
  const remove = () => {
    const onward = fromHere()
    return send('DELETE', `/api/reports/${report?.id}`).then(
      () => onward('reports'),
      ({ message }: Error) => setRefused(message),
    )
  }
  return (
    <>
      {refused && <Alert type="error" title={refused} />}
      {saved > 0 && !refused && <Alert type="success" data-saved={saved} title={t('已保存', 'Saved')} />}
      <ReportEditor
        {...(report && { report })}
        {...(mine && { onSave: save })}
        {...(report && mine && { onRemove: remove })}
      />
      {report && <MadeFiles id={report.id} {...(report.next && { next: report.next })} />}
    </>
  )
}

const MadeFiles = ({ id, next }: { readonly id: string; readonly next?: string }) => {
  const { t } = useWords()
  const { value } = useAnswer<{ rows: { file: string }[] }>(`/api/reports/${id}/made`)
  if (!next && !value?.rows.length) return null
  return (
    <Card size="small" title={t('定时生成的文件', 'Files made on schedule')}>
      {next && (
        <p>
          {t('下次', 'Next')}{' '}
          {new Date(next).toLocaleString('zh-CN', { timeZone: 'Asia/Shanghai', hour12: false })}
        </p>
      )}
      <ul className="steps">
        {value?.rows.map(({ file }) => (
          <li key={file}>
            <a href={`/api/reports/${id}/made/${file}`} download>
              {file}
            </a>
          </li>
        ))}
      </ul>
    </Card>
  )
}
