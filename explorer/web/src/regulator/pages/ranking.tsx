import { Alert, Card, Segmented, Select, Space } from 'antd'
import { useState } from 'react'
import { queryOf, send, useAnswer, useAsked } from '../../api.ts'
import { useWords, type Words } from '../../language.tsx'
import { ReportTable, type Tabulated } from '../parts/report-table.tsx'

const by = {
  institution: { zh: '机构', en: 'institutions' },
  city: { zh: '地市', en: 'cities' },
  item: { zh: '项目', en: 'items' },
  signer: { zh: '医生密钥', en: 'doctors’ keys' },
}

/** Who is further down is found by a report. */
const most = 500

const decisions = { type: ['decision'], result: ['committed'] }

/** Ranking (互认排行分析, PROV-13): what is ranked and by which measure is chosen here. */
export const Ranking = ({ version }: { readonly version: number }) => {
  const { t, say } = useWords()
  const [who, setWho] = useState<keyof typeof by>('institution')
  const [measure, setMeasure] = useState('recognition-rate')
  const [days, setDays] = useState(30)
  const known = useAnswer<{ indicators: { id: string; label: Words }[] }>('/api/indicator-definitions')
  const asked = {
    ...{ measures: [measure, 'count'], by: [who], filter: decisions, period: { days } },
    ...{ order: 'largest', rows: most },
  }
  const { value: table, problem } = useAsked<Tabulated>(JSON.stringify(asked), version, async () =>
    Object(await send('POST', '/api/report-table', { name: t('互认排行', 'Ranking'), ...asked })),
  )
  return (
    <Card title={t('互认排行', 'Ranking')} data-ranking={queryOf({ who })}>
      <Space wrap>
        <Segmented
          aria-label={t('排行对象', 'Ranked')}
          value={who}
          onChange={setWho}
          options={Object.entries(by).map(([value, words]) => ({
            value: value as keyof typeof by,
            label: say(words),
          }))}
        />
        <Select
          aria-label={t('指标', 'Measure')}
          value={measure}
          onChange={setMeasure}
          className="wide"
          options={(known.value?.indicators ?? []).map(({ id, label }) => ({ value: id, label: say(label) }))}
        />
        <Select
          aria-label={t('期间', 'Period')}
          value={days}
          onChange={setDays}
          options={[7, 30, 90, 365].map((n) => ({ value: n, label: t(`近 ${n} 天`, `last ${n} days`) }))}
        />
      </Space>
      {problem && <Alert type="error" title={problem.message} />}
      {table && <ReportTable table={table} filter={decisions} />}
    </Card>
  )
}
