import { useEffect, useState } from 'react'
import { type Count, queryOf, type Row, useAnswer } from '../../api.ts'
import { Chart } from '../../chart.tsx'
import { useWords, type Words } from '../../language.tsx'
import { go } from '../../location.ts'
import { chinaDay } from '../../time.ts'
import { wordsOf } from '../../words.ts'
import { textOf, type Value } from '../indicator.ts'
import { time } from './statements.tsx'

interface Shown {
  readonly id: string
  readonly label: Words
  readonly filter: Readonly<Record<string, readonly string[]>>
  readonly now: Value
}

const decisions = { type: 'decision', result: 'committed' }

/** The wall screen (监管大屏, PROV-5): counts as blocks come; each figure leads to what is behind it. */
export const Wall = ({
  version,
  height,
  statements,
  dark,
}: {
  readonly version: number
  readonly height: number
  readonly statements: number
  readonly dark: boolean
}) => {
  const { t, say } = useWords()
  const [clock, setClock] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setClock(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  const period = { from: chinaDay(clock - 29 * 86_400_000), to: chinaDay(clock) }
  const indicators = useAnswer<{ indicators: Shown[] }>(`/api/indicators?${queryOf(period)}`, version)
  const latest = useAnswer<{ rows: Row[] }>('/api/statements?limit=12', version)
  const open = useAnswer<{ total: number }>(
    '/api/findings?limit=1&state=discovered&state=reminded&state=intervened',
    version,
  )
  const figures = [
    {
      id: 'statements',
      label: t('声明总数', 'Statements'),
      text: statements.toLocaleString(),
      to: 'statements',
    },
    { id: 'height', label: t('区块高度', 'Blocks'), text: height.toLocaleString(), to: 'blocks' },
    ...(indicators.value?.indicators ?? []).map(({ id, label, filter, now }) => ({
      id,
      label: say(label),
      text: textOf(now),
      to: `statements?${queryOf({ ...filter, ...period })}`,
    })),
    {
      id: 'findings',
      label: t('待处理异常', 'Open findings'),
      text: open.value?.total.toLocaleString() ?? '—',
      to: 'findings',
    },
  ]
  return (
    <section className="wall" aria-label={t('监管大屏', 'Wall screen')}>
      <div className="head">
        <h1>{t('检查检验结果互认监管大屏', 'Recognition of examination results')}</h1>
        <span className="clock">{time(new Date(clock).toISOString())}</span>
      </div>
      <div className="figures">
        {figures.map(({ id, label, text, to }) => (
          <button
            key={id}
            type="button"
            data-figure={id}
            aria-label={`${label} ${text}`}
            onClick={() => go(to)}
          >
            <span>{label}</span>
            <strong>{text}</strong>
          </button>
        ))}
      </div>
      <div className="panels">
        <Panel title={t('每日互认', 'Decisions a day')} by="day" kind="line" {...{ period, version, dark }} />
        <Panel title={t('地市', 'Cities')} by="city" kind="bar" {...{ period, version, dark }} />
        <Panel title={t('项目', 'Items')} by="item" kind="bar" {...{ period, version, dark }} />
        <section aria-label={t('最新声明', 'Newest statements')}>
          <h2>{t('最新声明', 'Newest statements')}</h2>
          <ol className="newest">
            {latest.value?.rows.map(({ key, id, at, facts }) => (
              <li key={key}>
                <a href={id ? `#/statement/${id}` : '#/statements'}>
                  {time(at).slice(-8)} {say(wordsOf(facts.type))}{' '}
                  {facts.institution && say(wordsOf(facts.institution))}{' '}
                  {facts.outcome && say(wordsOf(facts.outcome))}
                </a>
              </li>
            ))}
          </ol>
        </section>
      </div>
    </section>
  )
}

interface PanelProps {
  readonly title: string
  readonly by: string
  readonly kind: 'bar' | 'line'
  readonly period: { readonly from: string; readonly to: string }
  readonly version: number
  readonly dark: boolean
}

const Panel = ({ title, by, kind, period, version, dark }: PanelProps) => {
  const { t, language } = useWords()
  const filter = { ...decisions, ...period }
  const { value } = useAnswer<{ counts: Count[] }>(`/api/counts?${queryOf(filter)}&by=${by}`, version)
  const counts = (value?.counts ?? []).slice(0, kind === 'line' ? undefined : 21)
  if (kind === 'line') counts.sort((a, b) => ((a.key[0] ?? '') < (b.key[0] ?? '') ? -1 : 1))
  const codes = counts.map(({ key }) => key[0] ?? '')
  const words = codes.map((code) => wordsOf(code)[language])
  const isEmpty = value !== undefined && counts.length === 0
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      {isEmpty && <p>{t('近 30 天没有互认决定', 'No decision in the last 30 days')}</p>}
      <Chart
        label={title}
        kind={kind}
        words={words}
        series={[{ name: title, values: counts.map(({ count }) => count) }]}
        dark={dark}
        onPick={(word) =>
          go(`statements?${queryOf({ ...filter, [by]: codes[words.indexOf(word)] ?? word })}`)
        }
      />
    </section>
  )
}
