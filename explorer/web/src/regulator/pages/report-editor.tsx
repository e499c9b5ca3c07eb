import { statementDimensions } from '@huren/explorer-model'
import { Alert, Button, Card, Input, Select, Space } from 'antd'
import { useState } from 'react'
import { send, useAnswer } from '../../api.ts'
import { useWords, type Words } from '../../language.tsx'
import { dimensionWords, type Selection } from '../dimensions.ts'
import { ReportTable, type Tabulated } from '../parts/report-table.tsx'
import { PeriodField, ScheduleField } from '../parts/report-when.tsx'
import { SelectionEditor } from '../parts/selection.tsx'

export interface Report {
  readonly id: string
  readonly owner: string
  readonly name: string
  readonly measures: readonly string[]
  readonly by: readonly string[]
  readonly filter: Selection
  readonly period: { readonly days: number } | { readonly from: string; readonly to: string }
  readonly order?: 'words' | 'largest'
  readonly schedule?: {
    readonly every: 'day' | 'week' | 'month'
    readonly at: string
    readonly format: 'csv' | 'xlsx' | 'pdf'
  }
  readonly next?: string
}
type Definition = Omit<Report, 'id' | 'owner' | 'next'>

const fresh: Definition = {
  name: '各机构互认情况',
  measures: ['count'],
  by: ['institution'],
  filter: { type: ['decision'] },
  period: { days: 30 },
}
const definitionOf = ({ name, measures, by, filter, period, order, schedule }: Report): Definition => ({
  ...{ name, measures, by, filter, period },
  ...(order && { order }),
  ...(schedule && { schedule }),
})

interface Props {
  readonly report?: Report
  readonly onSave?: (definition: Definition) => void
  readonly onRemove?: () => void
}

/** Choose measures and dimensions, look at the table, save, make it again on time. */
export const ReportEditor = ({ report, onSave, onRemove }: Props) => {
  const { t, say } = useWords()
  const [draft, setDraft] = useState<Definition>(() => (report ? definitionOf(report) : fresh))
  const [looked, setLooked] = useState<{ table: Tabulated; filter: Selection }>()
  const [refused, setRefused] = useState('')
  const known = useAnswer<{ indicators: { id: string; label: Words }[] }>('/api/indicator-definitions')
  const measures = [
    { value: 'count', label: t('声明数', 'Statements') },
    ...(known.value?.indicators ?? []).map(({ id, label }) => ({ value: id, label: say(label) })),
  ]
  const look = () =>
    send('POST', '/api/report-table', draft).then(
      (answer) => {
        setRefused('')
        setLooked({ table: Object(answer), filter: draft.filter })
      },
      ({ message }: Error) => setRefused(message),
    )
  const { schedule: _, ...unscheduled } = draft
  return (
    <Card
      title={t('报表', 'Report')}
      extra={report && <span>{t(`创建者 ${report.owner}`, `made by ${report.owner}`)}</span>}
    >
      <div className="fields">
        <label>
          {t('名称', 'Name')}
          <Input
            value={draft.name}
            maxLength={80}
            onChange={({ target }) => setDraft({ ...draft, name: target.value })}
          />
        </label>
        <div>
          <span>{t('指标', 'Measures')}</span>
          <Select
            className="whole"
            mode="multiple"
            aria-label={t('指标', 'Measures')}
            value={[...draft.measures]}
            options={measures}
            onChange={(next) => setDraft({ ...draft, measures: next })}
          />
        </div>
        <div>
          <span>{t('按', 'By')}</span>
          <Select
            className="whole"
            mode="multiple"
            aria-label={t('按', 'By')}
            value={[...draft.by]}
            options={statementDimensions.map((value) => ({ value, label: say(dimensionWords(value)) }))}
            onChange={(next) => setDraft({ ...draft, by: next.slice(0, 3) })}
          />
        </div>
        <SelectionEditor
          label={t('条件', 'Only')}
          value={draft.filter}
          onChange={(filter) => setDraft({ ...draft, filter })}
        />
        <PeriodField value={draft.period} onChange={(period) => setDraft({ ...draft, period })} />
        <div>
          <span>{t('排列', 'Order')}</span>
          <Select<NonNullable<Report['order']>>
            className="whole"
            aria-label={t('排列', 'Order')}
            value={draft.order ?? 'words'}
            options={[
              { value: 'words', label: t('按名称', 'by name') },
              { value: 'largest', label: t('按第一个指标，从大到小', 'by the first measure, largest first') },
            ]}
            onChange={(order) => setDraft({ ...draft, order })}
          />
        </div>
        <ScheduleField
          value={draft.schedule}
          onChange={(schedule) => setDraft({ ...unscheduled, ...(schedule && { schedule }) })}
        />
      </div>
      {refused && <Alert type="error" title={refused} />}
      <Space wrap className="turn">
        <Button data-look onClick={() => void look()}>
          {t('查看', 'Look')}
        </Button>
        {onSave && (
          <Button type="primary" data-save onClick={() => onSave(draft)}>
            {t('保存', 'Save')}
          </Button>
        )}
        {onRemove && <Button onClick={onRemove}>{t('删除', 'Delete')}</Button>}
        {report &&
          ['csv', 'xlsx', 'pdf'].map((format) => (
            <a key={format} href={`/api/reports/${report.id}/file?format=${format}`} download>
              {format.toUpperCase()}
            </a>
          ))}
      </Space>
      {looked && <ReportTable {...looked} />}
    </Card>
  )
}
