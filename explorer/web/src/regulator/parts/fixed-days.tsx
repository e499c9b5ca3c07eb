import { Input, Space, Typography } from 'antd'
import { useState } from 'react'
import { useWords } from '../../language.tsx'

/** Days in China, `2026-11-21`, both included. */
export interface Days {
  readonly from: string
  readonly to: string
}

/** No statement is older; and with both ends a browser's field for a day takes four digits for the year. */
const [first, last] = ['2000-01-01', '9999-12-31']

/** Whether something can be asked about these days; while somebody types, they are any. */
export const areDays = ({ from, to }: Days): boolean => first <= from && from <= to && to <= last

interface DayProps {
  readonly label: string
  readonly value: string
  readonly isWrong: boolean
  readonly onChange: (day: string) => void
}

/** One day. What is typed halfway, which the browser calls nothing, stays until it is a day or is left. */
const Day = ({ label, value, isWrong, onChange }: DayProps) => {
  const [typed, setTyped] = useState(value)
  return (
    <label>
      {label}{' '}
      <Input
        type="date"
        className="day"
        min={first}
        max={last}
        {...(isWrong && { status: 'error' as const })}
        value={typed}
        onChange={({ target }) => {
          setTyped(target.value)
          if (target.value) onChange(target.value)
        }}
        onBlur={() => setTyped(value)}
      />
    </label>
  )
}

interface Props {
  readonly value: Days
  readonly onChange: (days: Days) => void
}

/** A period from one day to another. */
export const FixedDays = ({ value, onChange }: Props) => {
  const { t } = useWords()
  const isWrong = !areDays(value)
  return (
    <Space wrap>
      <Day
        label={t('自', 'From')}
        value={value.from}
        isWrong={isWrong}
        onChange={(from) => onChange({ ...value, from })}
      />
      <Day
        label={t('至', 'To')}
        value={value.to}
        isWrong={isWrong}
        onChange={(to) => onChange({ ...value, to })}
      />
      {value.to < value.from && (
        <Typography.Text type="danger" role="alert">
          {t('结束日期早于开始日期', 'The period ends before it begins')}
        </Typography.Text>
      )}
    </Space>
  )
}
