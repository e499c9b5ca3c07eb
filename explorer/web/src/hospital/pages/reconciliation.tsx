import { recordTypes } from '@huren/records'
import { Alert, Button, Card, Space, Table } from 'antd'
import { useMemo, useState } from 'react'
import { queryOf, useAnswer } from '../../api.ts'
import { useWords, type Words } from '../../language.tsx'
import { Scroll } from '../../scroll.tsx'
import { wordsOf } from '../../words.ts'
import { cityList } from '../data/city.ts'
import { compare, type Difference, type Line, type Listed, readOwnIds } from '../data/compare.ts'
import { askGateway, GatewayProblem } from '../data/gateway.ts'
import { day, dayOf } from '../data/site.ts'
import { GatewayTrouble, useDesk, WithGateway } from '../parts/desk.tsx'
import { Short } from '../parts/labels.tsx'
import { TextFile } from '../parts/text-file.tsx'

interface Ledger {
  readonly rows: readonly Listed[]
  readonly cut: boolean
}
interface City {
  readonly period: string
  readonly asked: readonly string[]
  readonly rows: readonly Listed[]
  readonly cut: readonly string[]
}

/** Of these the gateway shows everybody's, so that one hospital's cannot be asked for: they are not compared. */
const notOurs = new Set(['key-revocation', 'access-log-checkpoint'])
const asked = recordTypes
  .filter(({ name, authority }) => authority.kind === 'institution' && !notOurs.has(name))
  .map(({ name }) => name)

const kinds: Readonly<Record<Difference['kind'], Words>> = {
  'not-on-ledger': { zh: '本院有，账本没有', en: 'ours, not on the ledger' },
  'not-ours': { zh: '账本有，本院名单没有', en: 'on the ledger, not on our list' },
  'city-lacks': { zh: '账本有，城市网关没有', en: 'on the ledger, the city’s gateway lacks it' },
  'city-alone': { zh: '城市网关有，账本索引没有', en: 'the city’s gateway alone has it' },
}

/** Statement by statement: the ledger at the supervisor, the city's gateway, and our own system (EXCH-22). */
export const ReconciliationPage = ({ version }: { readonly version: number }) => {
  const { t } = useWords()
  const { site, device, skew } = useDesk()
  const now = Date.now() - skew
  const [from, setFrom] = useState(dayOf(now - 6 * day))
  const [to, setTo] = useState(dayOf(now))
  const period = queryOf({ from, to })
  const ledger = useAnswer<Ledger>(`/api/hospital/reconciliation?${period}`, version)
  const [city, setCity] = useState<City>()
  const [trouble, setTrouble] = useState<Error>()
  const [busy, setBusy] = useState(false)
  const [own, setOwn] = useState<ReadonlySet<string>>()
  const current = city?.period === period ? city : undefined
  const compared = useMemo(
    () =>
      ledger.value &&
      compare({
        ledger: ledger.value.rows,
        ...(current && { city: current.rows, asked: current.asked }),
        ...(own && { own }),
      }),
    [ledger.value, current, own],
  )
  const askCity = () => {
    if (!site || !device) return
    setBusy(true)
    setTrouble(undefined)
    cityList(site, device, asked, from, to)
      .then((found) => setCity({ period, asked, ...found }), setTrouble)
      .finally(() => setBusy(false))
  }
  return (
    <>
      <Card>
        <div className="head">
          <h1>{t('与城市对账', 'Reconciliation with the city')}</h1>
          <label>
            {t('自', 'From')}{' '}
            <input
              type="date"
              value={from}
              max={to}
              onChange={({ target }) => target.value && setFrom(target.value)}
            />
          </label>
          <label>
            {t('至', 'to')}{' '}
            <input
              type="date"
              value={to}
              min={from}
              onChange={({ target }) => target.value && setTo(target.value)}
            />
          </label>
        </div>
        <p>
          {t(
            '三方逐条比对：账本（监管方节点的索引）、城市网关（自己的节点和索引）、本院系统导出的声明标识。只比条数会掩盖互相抵消的差错，所以按标识比。本院名单只在本页读取，不上传。',
            'Three sides, statement by statement: the ledger (index of the supervisor’s peer), the city’s gateway (its own peer and index), and the ids that your system exports. Equal counts can hide errors that cancel out, so ids are compared. Your list is read in this page and sent nowhere.',
          )}
        </p>
        <Space orientation="vertical">
          <WithGateway>
            <Button data-action="ask-city" loading={busy} onClick={askCity}>
              {t('向城市网关取数', 'Ask the city’s gateway')}
            </Button>
          </WithGateway>
          <TextFile
            label={t('载入本院名单（每行一个标识，或 JSON）', 'Load our own list (an id a line, or JSON)')}
            onText={(text) => setOwn(readOwnIds(text))}
          />
        </Space>
      </Card>
      {ledger.problem && <Alert type="error" title={ledger.problem.message} />}
      {trouble && <GatewayTrouble problem={trouble} onAgain={askCity} />}
      {(ledger.value?.cut || (current && current.cut.length > 0)) && (
        <Alert
          type="warning"
          showIcon
          title={t(
            '这段时间的声明太多，名单被截断：请缩短期间。',
            'Too many statements: a list was cut. Take a shorter period.',
          )}
        />
      )}
      {compared && <Outcome {...compared} isCity={!!current} isOwn={!!own} />}
    </>
  )
}

interface OutcomeProps {
  readonly lines: readonly Line[]
  readonly differences: readonly Difference[]
  readonly isCity: boolean
  readonly isOwn: boolean
}

const Outcome = ({ lines, differences, isCity, isOwn }: OutcomeProps) => {
  const { t, say } = useWords()
  return (
    <>
      {(isCity || isOwn) && (
        <Alert
          type={differences.length === 0 ? 'success' : 'error'}
          showIcon
          data-differences={differences.length}
          title={
            differences.length === 0
              ? t('逐条一致。', 'Every statement agrees.')
              : t(`有 ${differences.length} 条不一致。`, `${differences.length} statements differ.`)
          }
        />
      )}
      {differences.length > 0 && <Differences rows={differences} />}
      <Card title={t('按日期和类型', 'By day and type')}>
        <Scroll label={t('对账表', 'Reconciliation')}>
          <Table<Line>
            rowKey={(line) => `${line.day}/${line.type}`}
            size="small"
            pagination={{ pageSize: 50, hideOnSinglePage: true }}
            dataSource={[...lines]}
            columns={[
              { title: t('日期', 'Day'), dataIndex: 'day' },
              { title: t('类型', 'Type'), render: (_, { type }) => say(wordsOf(type)) },
              { title: t('账本', 'Ledger'), dataIndex: 'ledger' },
              { title: t('城市网关', 'City’s gateway'), render: (_, { city }) => city ?? '—' },
              { title: t('其中在本院名单', 'of them on our list'), render: (_, line) => line.own ?? '—' },
            ]}
          />
        </Scroll>
      </Card>
    </>
  )
}

const Differences = ({ rows }: { readonly rows: readonly Difference[] }) => {
  const { t, say } = useWords()
  return (
    <Card title={t('不一致的', 'What differs')}>
      <Scroll label={t('不一致列表', 'List of differences')}>
        <Table<Difference>
          rowKey={({ id, kind }) => `${kind}/${id}`}
          size="small"
          pagination={{ pageSize: 20, hideOnSinglePage: true }}
          dataSource={[...rows]}
          columns={[
            {
              title: t('差异', 'Difference'),
              render: (_, { kind }) => <span data-difference={kind}>{say(kinds[kind])}</span>,
            },
            { title: t('日期', 'Day'), dataIndex: 'day' },
            { title: t('类型', 'Type'), render: (_, { type }) => type && say(wordsOf(type)) },
            {
              title: t('声明', 'Statement'),
              render: (_, { id }) => (
                <a href={`#/statement/${id}`}>
                  <Short id={id} />
                </a>
              ),
            },
            {
              title: t('去向', 'Where it is'),
              render: (_, { id, kind }) => kind === 'not-on-ledger' && <Whereabouts id={id} />,
            },
          ]}
        />
      </Scroll>
    </Card>
  )
}

/** Asks the gateway what became of a statement that the ledger has not, or not in this period. */
const Whereabouts = ({ id }: { readonly id: string }) => {
  const { t } = useWords()
  const { site, device, desk } = useDesk()
  const [found, setFound] = useState('')
  const ask = () => {
    if (!site || !device) return
    askGateway<{ stage: string; code?: string; committedAt?: string }>(site, device, `statements/${id}`).then(
      ({ stage, code, committedAt }) => setFound([stage, code, committedAt].filter(Boolean).join(' ')),
      (problem: Error) =>
        setFound(
          problem instanceof GatewayProblem && problem.code === 'not-found'
            ? t('网关从未收到，请重新提交', 'the gateway never had it: submit it again')
            : problem.message,
        ),
    )
  }
  if (found) return <span data-found>{found}</span>
  return (
    <Button size="small" disabled={desk?.state !== 'active'} onClick={ask}>
      {t('问网关', 'Ask the gateway')}
    </Button>
  )
}
