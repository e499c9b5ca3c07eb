import { Card, Select } from 'antd'
import { useState } from 'react'
import { type Count, queryOf, useAnswer } from '../../api.ts'
import { useWords, type Words } from '../../language.tsx'
import { chinaDay } from '../../time.ts'
import { wordsOf } from '../../words.ts'
import { areDays, type Days, FixedDays } from './fixed-days.tsx'

/** The period and the place that a page's numbers are about. */
export type Chosen = {
  readonly from: string
  readonly to: string
  readonly city: string | undefined
  readonly institution: string | undefined
  readonly item: string | undefined
}

const province = { zh: '全省', en: 'province' }

/**
 * Fields to choose a period, a city, an institution, an item, and what is chosen.
 * @param whole what everything together is called: the province, or what else may be seen here
 */
export const useChosen = (title: string, whole: Words = province) => {
  const { t, say } = useWords()
  const [days, setDays] = useState(30)
  const { fixed, field, begin } = useFixedDays()
  const [city, setCity] = useState<string>()
  const [institution, setInstitution] = useState<string>()
  const [item, setItem] = useState<string>()
  const now = Date.now()
  const lastDays = (many: number): Days => ({
    from: chinaDay(now - (many - 1) * 86_400_000),
    to: chinaDay(now),
  })
  const chosen: Chosen = { ...(days === 0 ? fixed : lastDays(days)), city, institution, item }
  const enterCity = (next: string | undefined) => {
    setCity(next)
    setInstitution(undefined)
  }
  const head = (
    <Card>
      <div className="head">
        <h1>{title}</h1>
        <Select
          aria-label={t('时间', 'Period')}
          value={days}
          onChange={(next) => {
            if (next === 0) begin(lastDays(days))
            setDays(next)
          }}
          options={[
            ...[7, 30, 90, 365].map((n) => ({ value: n, label: t(`近 ${n} 天`, `last ${n} days`) })),
            { value: 0, label: t('固定日期', 'fixed days') },
          ]}
        />
        {days === 0 && field}
        <OneOf by="city" label={t('地市', 'City')} all={say(whole)} value={city} onChange={enterCity} />
        <OneOf
          by="institution"
          label={t('机构', 'Institution')}
          all={t('全部机构', 'all institutions')}
          within={city}
          value={institution}
          onChange={setInstitution}
        />
        <OneOf
          by="item"
          label={t('项目', 'Item')}
          all={t('全部项目', 'all items')}
          value={item}
          onChange={setItem}
        />
      </div>
    </Card>
  )
  return { chosen, head }
}

/** Fixed days: what is typed, and of that the last that can be asked about. */
const useFixedDays = () => {
  const today = chinaDay(Date.now())
  const [typed, setTyped] = useState<Days>({ from: today, to: today })
  const [fixed, setFixed] = useState(typed)
  const take = (days: Days) => {
    setTyped(days)
    if (areDays(days)) setFixed(days)
  }
  return { fixed, begin: take, field: <FixedDays value={typed} onChange={take} /> }
}

interface OneOfProps {
  readonly by: string
  readonly label: string
  readonly all: string
  /** Only those of this city. */
  readonly within?: string | undefined
  readonly value: string | undefined
  readonly onChange: (word: string | undefined) => void
}

/** One word of a dimension, or all of them. */
export const OneOf = ({ by, label, all, within, value, onChange }: OneOfProps) => {
  const { t, say } = useWords()
  // which there are is asked when somebody chooses: the page's numbers do not wait for it
  const [isWanted, setWanted] = useState(false)
  const known = useAnswer<{ counts: Count[] }>(
    isWanted ? `/api/counts?${queryOf({ by, city: within })}&limit=5000` : undefined,
  )
  const words = known.value?.counts.map(({ key }) => key[0] ?? '').filter(Boolean) ?? []
  return (
    <Select
      showSearch
      aria-label={label}
      value={value ?? ''}
      className="filter"
      onFocus={() => setWanted(true)}
      onChange={(word) => onChange(word || undefined)}
      loading={isWanted && known.loading}
      options={[
        { value: '', label: all },
        ...(isWanted && known.loading
          ? [{ value: 'loading', label: t('正在读取…', 'Loading…'), disabled: true }]
          : []),
        ...words.toSorted().map((word) => ({ value: word, label: say(wordsOf(word)) })),
      ]}
    />
  )
}
