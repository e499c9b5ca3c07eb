import { Input, Select, Space } from 'antd'
import { useWords } from '../../language.tsx'
import { chinaDay } from '../../time.ts'
import type { Report } from '../pages/report-editor.tsx'
import { FixedDays } from './fixed-days.tsx'

interface PeriodProps {
  readonly value: Report['period']
  readonly onChange: (period: Report['period']) => void
}

/** So many days until today, or fixed days. */
export const PeriodField = ({ value, onChange }: PeriodProps) => {
  const { t } = useWords()
  const isFixed = 'from' in value
  const today = chinaDay(Date.now())
  return (
    <div>
      <span>{t('期间', 'Period')}</span>
      <Select
        className="whole"
        aria-label={t('期间', 'Period')}
        value={isFixed ? 0 : value.days}
        options={[
          ...[7, 30, 90, 365].map((days) => ({
            value: days,
            label: t(`近 ${days} 天`, `last ${days} days`),
          })),
          { value: 0, label: t('固定日期', 'fixed days') },
        ]}
        onChange={(days) => onChange(days === 0 ? { from: today, to: today } : { days })}
      />
      {isFixed && <FixedDays value={value} onChange={onChange} />}
    </div>
  )
}

type Schedule = NonNullable<Report['schedule']>
interface ScheduleProps {
  readonly value: Schedule | undefined
  readonly onChange: (schedule: Schedule | undefined) => void
}

/** When it is made again by itself, in China's time, and as which kind of file. */
export const ScheduleField = ({ value, onChange }: ScheduleProps) => {
  const { t } = useWords()
  return (
    <div>
      <span>{t('定时', 'Schedule')}</span>
      <Select<Schedule['every'] | 'never'>
        className="whole"
        aria-label={t('定时', 'Schedule')}
        value={value?.every ?? 'never'}
        onChange={(every) =>
          onChange(every === 'never' ? undefined : { at: '08:00', format: 'xlsx', ...value, every })
        }
        options={[
          { value: 'never', label: t('不定时生成', 'not on a schedule') },
          { value: 'day', label: t('每日', 'daily') },
          { value: 'week', label: t('每周一', 'on Mondays') },
          { value: 'month', label: t('每月一日', 'on the first of the month') },
        ]}
      />
      {value && (
        <Space wrap>
          <label>
            {t('时间（北京时间）', 'Time (in China)')}
            <Input
              type="time"
              value={value.at}
              onChange={({ target }) => target.value && onChange({ ...value, at: target.value.slice(0, 5) })}
            />
          </label>
          <div className="field">
            <span>{t('格式', 'Format')}</span>
            <Select
              aria-label={t('格式', 'Format')}
              value={value.format}
              onChange={(format) => onChange({ ...value, format })}
              options={(['xlsx', 'pdf', 'csv'] as const).map((format) => ({
                value: format,
                label: format.toUpperCase(),
              }))}
            />
          </div>
        </Space>
      )}
    </div>
  )
}
