import { Alert, Card } from 'antd'
import { useState } from 'react'
import { queryOf, useAnswer } from '../../api.ts'
import { useWords, type Words } from '../../language.tsx'
import { go } from '../../location.ts'
import { amountOf, textOf, type Value } from '../indicator.ts'
import { type Chosen, useChosen } from '../parts/chosen.tsx'
import { Course, type CourseDay } from '../parts/course.tsx'
import type { Days } from '../parts/fixed-days.tsx'
import { Grouped } from '../parts/grouped.tsx'

interface Indicator {
  readonly id: string
  readonly label: Words
  readonly filter: Readonly<Record<string, readonly string[]>>
  readonly chart?: 'line' | 'bar'
  readonly now: Value
  readonly before?: Value
  readonly yearBefore?: Value
}

const change = (now: Value, then: Value | undefined) => {
  const [a, b] = [amountOf(now), then && amountOf(then)]
  if (a === undefined || !b) return '—'
  const difference = ((a - b) / b) * 100
  return `${difference >= 0 ? '+' : ''}${difference.toFixed(1)}%`
}

interface Answered {
  readonly default: boolean
  readonly indicators: readonly Indicator[]
  /** What each is compared with: the period of the same length before, and the same days a year ago. */
  readonly periods?: Readonly<Record<'before' | 'yearBefore', Days>>
}

interface ComparedProps {
  readonly label: string
  readonly now: Value
  readonly then: Value | undefined
  readonly days: Days | undefined
  /** The statements that were counted then. */
  readonly place: string
}

/** By how much it has changed, and the statements that it is compared with. */
const Compared = ({ label, now, then, days, place }: ComparedProps) => {
  if (!then || !days) return <span>{label} —</span>
  return (
    <a href={`#/${place}`} title={`${days.from} — ${days.to}: ${textOf(then)}`}>
      {label} {change(now, then)}
    </a>
  )
}

const decisions = { type: 'decision', result: 'committed' }

interface Props {
  readonly version: number
  readonly dark: boolean
  /** What everything together is called: the province, or what else may be seen here. */
  readonly whole?: Words
}

/** The regulator's morning: five indicators, what is behind them, and where. */
export const Overview = ({ version, dark, whole }: Props) => {
  const { t, say } = useWords()
  const { chosen: period, head } = useChosen(
    t('检查检验结果互认总览', 'Recognition of examination results'),
    whole,
  )
  const { value, problem } = useAnswer<Answered>(`/api/indicators?${queryOf({ ...period })}`, version)
  // first the figures, then what is drawn of them
  const isThere = value !== undefined || problem !== undefined
  const [isBegun, setBegun] = useState(false)
  if (isThere && !isBegun) setBegun(true)
  const drawn = useAnswer<{ courses: { id: string; days: CourseDay[] }[] }>(
    isBegun ? `/api/indicator-courses?${queryOf({ ...period })}` : undefined,
    version,
  )
  const courseOf = (id: string) => drawn.value?.courses.find((course) => course.id === id)?.days ?? []
  return (
    <>
      {head}
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
        {value?.indicators.map(({ id, label, filter, chart, now, before, yearBefore }) => (
          <Card key={id} size="small" title={say(label)} data-chart={chart ?? 'none'}>
            <button
              type="button"
              className="figure"
              data-indicator={id}
              aria-label={`${say(label)} ${textOf(now)}`}
              onClick={() => go(`statements?${queryOf({ ...filter, ...period })}`)}
            >
              {textOf(now)}
            </button>
            <div className="compared">
              <Compared
                label={t('环比', 'period before')}
                now={now}
                then={before}
                days={value.periods?.before}
                place={`statements?${queryOf({ ...filter, ...period, ...value.periods?.before })}`}
              />{' '}
              ·{' '}
              <Compared
                label={t('同比', 'year before')}
                now={now}
                then={yearBefore}
                days={value.periods?.yearBefore}
                place={`statements?${queryOf({ ...filter, ...period, ...value.periods?.yearBefore })}`}
              />
            </div>
            {chart && (
              <Course
                label={say(label)}
                kind={chart}
                days={courseOf(id)}
                dark={dark}
                onPick={(day) => go(`statements?${queryOf({ ...filter, ...period, from: day, to: day })}`)}
              />
            )}
          </Card>
        ))}
      </div>
      {isBegun && <Charts period={period} version={version} dark={dark} />}
    </>
  )
}

/** Decisions over time and by place, item and reason; what the ledger took and refused. */
const Charts = ({ period, version, dark }: Pick<Props, 'version' | 'dark'> & { readonly period: Chosen }) => {
  const { t } = useWords()
  const decided = { ...decisions, ...period }
  const shared = { version, dark }
  return (
    <div className="halves">
      <Grouped
        title={t('每日互认决定', 'Decisions a day')}
        filter={decided}
        by="day"
        kind="line"
        split="outcome"
        {...shared}
      />
      <Grouped
        title={t('按机构', 'By institution')}
        filter={decided}
        by="institution"
        kind="bar"
        split="outcome"
        {...shared}
      />
      <Grouped
        title={t('按项目', 'By item')}
        filter={decided}
        by="item"
        kind="bar"
        split="outcome"
        {...shared}
      />
      <Grouped
        title={t('不互认与阻断的理由', 'Reasons')}
        filter={{ ...decided, outcome: ['not-recognised', 'blocked'] }}
        by="reason"
        kind="bar"
        split="outcome"
        {...shared}
      />
      <Grouped
        title={t('全部声明按类型', 'All statements by type')}
        filter={period}
        by="type"
        kind="bar"
        split="result"
        {...shared}
      />
      <Grouped
        title={t('被拒绝的声明按代码', 'Refusals by code')}
        filter={{ ...period, result: 'refused' }}
        by="code"
        kind="bar"
        split="result"
        {...shared}
      />
    </div>
  )
}
