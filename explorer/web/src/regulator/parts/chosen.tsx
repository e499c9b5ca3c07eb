import { Card, Select } from 'antd'
import { useState } from 'react'
import { type Count, useAnswer } from '../../api.ts'
import { useWords, type Words } from '../../language.tsx'
import { chinaDay } from '../../time.ts'
import { wordsOf } from '../../words.ts'

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
  const [city, setCity] = useState<string>()
  const [institution, setInstitution] = useState<string>()
  const [item, setItem] = useState<string>()
  const now = Date.now()
  const chosen: Chosen = {
    from: chinaDay(now - (days - 1) * 86_400_000),
    to: chinaDay(now),
    ...{ city, institution, item },
  }
  const head = (
    <Card>
      <div className="head">
        <h1>{title}</h1>
        <Select
          aria-label={t('时间', 'Period')}
          value={days}
          onChange={setDays}
          options={[7, 30, 90, 365].map((n) => ({ value: n, label: t(`近 ${n} 天`, `last ${n} days`) }))}
        />
        <OneOf by="city" label={t('地市', 'City')} all={say(whole)} value={city} onChange={setCity} />
        <OneOf
          by="institution"
          label={t('机构', 'Institution')}
          all={t('全部机构', 'all institutions')}
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

interface OneOfProps {
  readonly by: string
  readonly label: string
  readonly all: string
  readonly value: string | undefined
  readonly onChange: (word: string | undefined) => void
}

/** One word of a dimension, or all of them. */
const OneOf = ({ by, label, all, value, onChange }: OneOfProps) => {
  const { t, say } = useWords()
  // which there are is asked when somebody chooses: the page's numbers do not wait for it
  const [isWanted, setWanted] = useState(false)
  const known = useAnswer<{ counts: Count[] }>(isWanted ? `/api/counts?by=${by}&limit=1000` : undefined)
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
