import { Alert, Card, Select } from 'antd'
import { useCallback, useMemo, useState } from 'react'
import { type Count, queryOf, useAnswer } from '../../api.ts'
import { Chart } from '../../chart.tsx'
import { useWords, type Words } from '../../language.tsx'
import { go } from '../../location.ts'
import { wordsOf } from '../../words.ts'

interface Value {
  readonly numerator: number
  readonly denominator?: number
}
interface Indicator {
  readonly id: string
  readonly label: Words
  readonly filter: Readonly<Record<string, readonly string[]>>
  readonly now: Value
  readonly before?: Value
  readonly yearBefore?: Value
}

const numberOf = ({ numerator, denominator }: Value) =>
  denominator === undefined ? numerator : denominator === 0 ? undefined : numerator / denominator
const textOf = (value: Value) => {
  const number = numberOf(value)
  if (number === undefined) return '—'
  return value.denominator === undefined ? number.toLocaleString() : `${(number * 100).toFixed(1)}%`
}
const change = (now: Value, then: Value | undefined) => {
  const [a, b] = [numberOf(now), then && numberOf(then)]
  if (a === undefined || !b) return '—'
  const difference = ((a - b) / b) * 100
  return `${difference >= 0 ? '+' : ''}${difference.toFixed(1)}%`
}

const china = (time: number) => new Date(time + 8 * 3_600_000).toISOString().slice(0, 10)
const decisions = { type: 'decision', result: 'committed' }

interface Props {
  readonly version: number
  readonly dark: boolean
  /** What everything together is called: the province, or what else may be seen here. */
  readonly whole?: Words
}

const province = { zh: '全省', en: 'province' }

/** The regulator's morning: five indicators, what is behind them, and where. */
export const Overview = ({ version, dark, whole = province }: Props) => {
  const { t, say } = useWords()
  const [days, setDays] = useState(30)
  const [city, setCity] = useState<string>()
  const [institution, setInstitution] = useState<string>()
  const [item, setItem] = useState<string>()
  const today = china(Date.now())
  const period = { from: china(Date.now() - (days - 1) * 86_400_000), to: today, city, institution, item }
  const { value, problem } = useAnswer<{ default: boolean; indicators: Indicator[] }>(
    `/api/indicators?${queryOf(period)}`,
    version,
  )
  return (
    <>
      <Card>
        <div className="head">
          <h1>{t('检查检验结果互认总览', 'Recognition of examination results')}</h1>
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
      {problem && <Alert type="error" title={problem.message} />}
      {value?.default && (
        <Alert
          type="info"
          title={t(
            '默认指标集：来源文件只说“五大互认指标”而未列名，可用配置替换。',
            'Default set of indicators: the source says "five" and names none; replace it by configuration.',
          )}
        />
      )}
      <div className="cards">
        {value?.indicators.map(({ id, label, filter, now, before, yearBefore }) => (
          <Card key={id} size="small" title={say(label)}>
            <button
              type="button"
              className="figure"
              data-indicator={id}
              aria-label={`${say(label)} ${textOf(now)}`}
              onClick={() => go(`statements?${queryOf({ ...filter, ...period })}`)}
            >
              {textOf(now)}
            </button>
            <div>
              {t('环比', 'period before')} {change(now, before)} · {t('同比', 'year before')}{' '}
              {change(now, yearBefore)}
            </div>
          </Card>
        ))}
      </div>
      <div className="halves">
        <Grouped
          title={t('每日互认决定', 'Decisions a day')}
          filter={{ ...decisions, ...period }}
          by="day"
          kind="line"
          split="outcome"
          version={version}
          dark={dark}
        />
        <Grouped
          title={t('按机构', 'By institution')}
          filter={{ ...decisions, ...period }}
          by="institution"
          kind="bar"
          split="outcome"
          version={version}
          dark={dark}
        />
        <Grouped
          title={t('按项目', 'By item')}
          filter={{ ...decisions, ...period }}
          by="item"
          kind="bar"
          split="outcome"
          version={version}
          dark={dark}
        />
        <Grouped
          title={t('不互认与阻断的理由', 'Reasons')}
          filter={{ ...decisions, ...period, outcome: ['not-recognised', 'blocked'] }}
          by="reason"
          kind="bar"
          split="outcome"
          version={version}
          dark={dark}
        />
        <Grouped
          title={t('全部声明按类型', 'All statements by type')}
          filter={period}
          by="type"
          kind="bar"
          split="result"
          version={version}
          dark={dark}
        />
        <Grouped
          title={t('被拒绝的声明按代码', 'Refusals by code')}
          filter={{ ...period, result: 'refused' }}
          by="code"
          kind="bar"
          split="result"
          version={version}
          dark={dark}
        />
      </div>
    </>
  )
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
  const { say } = useWords()
  const known = useAnswer<{ counts: Count[] }>(`/api/counts?by=${by}&limit=1000`)
  const words = known.value?.counts.map(({ key }) => key[0] ?? '').filter(Boolean) ?? []
  return (
    <Select
      showSearch
      aria-label={label}
      value={value ?? ''}
      className="filter"
      onChange={(word) => onChange(word || undefined)}
      options={[
        { value: '', label: all },
        ...words.toSorted().map((word) => ({ value: word, label: say(wordsOf(word)) })),
      ]}
    />
  )
}

interface GroupedProps {
  readonly title: string
  readonly filter: Readonly<Record<string, readonly string[] | string | undefined>>
  readonly by: string
  readonly split: string
  readonly kind: 'bar' | 'line'
  readonly version: number
  readonly dark: boolean
}

/** One meaning has one colour, on every chart. */
const colours: Readonly<Record<string, string>> = {
  recognised: '#0b8f7a',
  'not-recognised': '#c77700',
  blocked: '#b3261e',
  committed: '#0b8f7a',
  duplicate: '#7a8b99',
  refused: '#b3261e',
  invalid: '#6b3fa0',
}

/** Counts by one dimension, split by another; a click leads to the statements behind it. */
const Grouped = ({ title, filter, by, split, kind, version, dark }: GroupedProps) => {
  const { say, language } = useWords()
  const query = queryOf(filter)
  const { value } = useAnswer<{ counts: Count[] }>(`/api/counts?${query}&by=${by}&by=${split}`, version)
  const data = useMemo(() => {
    const counts = value?.counts ?? []
    const codes = [...new Set(counts.map(({ key }) => key[0] ?? ''))].slice(0, 40)
    if (kind === 'line') codes.sort()
    const parts = [...new Set(counts.map(({ key }) => key[1] ?? ''))].sort()
    const of = (code: string, part: string) =>
      counts.find(({ key }) => key[0] === code && key[1] === part)?.count ?? 0
    return {
      codes,
      words: codes.map((code) => wordsOf(code)[language]),
      series: parts.map((part) => ({
        name: wordsOf(part)[language],
        ...(colours[part] && { colour: colours[part] }),
        values: codes.map((code) => of(code, part)),
      })),
    }
  }, [value, kind, language])
  const pick = useCallback(
    (word: string) =>
      go(`statements?${query}&${by}=${encodeURIComponent(data.codes[data.words.indexOf(word)] ?? word)}`),
    [query, by, data],
  )
  return (
    <Card
      size="small"
      title={title}
      extra={
        <a href={`#/statements?${query}`}>
          {say({ zh: '明细', en: 'list' })}
          <span aria-hidden="true"> ›</span>
        </a>
      }
    >
      <Chart label={title} kind={kind} words={data.words} series={data.series} dark={dark} onPick={pick} />
    </Card>
  )
}
