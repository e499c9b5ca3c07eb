import { Alert, Card } from 'antd'
import { type Count, queryOf, useAnswer } from '../../api.ts'
import { useWords, type Words } from '../../language.tsx'
import { go } from '../../location.ts'
import { Grouped } from '../../regulator/parts/grouped.tsx'
import { wordsOf } from '../../words.ts'
import type { DeadLetter, Waiting } from '../data/gateway.ts'
import { day, dayOf, daysUntil, type OwnKey } from '../data/site.ts'
import { GatewayTrouble, useDesk, useGateway, WithGateway } from '../parts/desk.tsx'

interface Reminder {
  readonly label: Words
  readonly advice?: Words
  readonly from: string
  readonly to: string
  readonly state: string
  readonly note: string
}

const days = 30
/** A clock that is wrong by more makes what this page signs stale. */
const tolerable = 30_000

/** A number that leads to what is behind it. */
const Figure = ({
  name,
  title,
  value,
  place,
}: {
  readonly name: string
  readonly title: string
  readonly value: string | number
  readonly place: string
}) => (
  <Card size="small" title={title}>
    <button
      type="button"
      className="figure"
      data-figure={name}
      aria-label={`${title} ${value}`}
      onClick={() => go(place)}
    >
      {value}
    </button>
  </Card>
)

/** The hospital's morning: what came through, what did not, what ends soon, what the supervisor asks. */
export const Today = ({ version, dark }: { readonly version: number; readonly dark: boolean }) => {
  const { t } = useWords()
  const { site, skew, problem } = useDesk()
  const period = { from: dayOf(Date.now() - skew - (days - 1) * day), to: dayOf(Date.now() - skew) }
  const summary = useAnswer<{ results: Count[] }>(`/api/hospital/summary?${queryOf(period)}`, version)
  const keys = useAnswer<{ now: string; keys: OwnKey[] }>('/api/hospital/keys', version)
  const of = (result: string) => summary.value?.results.find(({ key }) => key[0] === result)?.count ?? 0
  const now = Date.parse(keys.value?.now ?? site?.now ?? '')
  const ending = keys.value?.keys.filter(({ notAfter, revokedFrom }) => {
    const left = daysUntil(notAfter, now)
    return !revokedFrom && left >= 0 && left < 30
  })
  return (
    <>
      <Card>
        <div className="head">
          <h1>{t('本院记录', 'Our records')}</h1>
          {site && <Standing />}
        </div>
      </Card>
      {problem && <Alert type="error" title={problem} />}
      {summary.problem && <Alert type="error" title={summary.problem.message} />}
      {Math.abs(skew) > tolerable && (
        <Alert
          type="warning"
          showIcon
          data-clock={Math.round(skew / 60_000)}
          title={t(
            `这台电脑的时钟与服务器相差约 ${Math.round(Math.abs(skew) / 60_000)} 分钟。本页按服务器时间计算剩余天数；向网关提问前请先校准。`,
            `This computer’s clock is about ${Math.round(Math.abs(skew) / 60_000)} minutes from the server’s. Days left are counted by the server’s; set the clock before asking the gateway.`,
          )}
        />
      )}
      <Reminders version={version} />
      <div className="cards">
        <Figure
          name="committed"
          title={t(`近 ${days} 天已上链`, `Committed, ${days} days`)}
          value={of('committed').toLocaleString()}
          place="submitted?result=committed"
        />
        <Figure
          name="refused"
          title={t(`近 ${days} 天账本上的拒绝`, `Refused on the ledger, ${days} days`)}
          value={of('refused').toLocaleString()}
          place="submitted?result=refused"
        />
        <Figure
          name="ending"
          title={t('30 天内到期的密钥', 'Keys that end within 30 days')}
          value={ending?.length ?? '—'}
          place="keys"
        />
        <FromGateway version={version} />
      </div>
      <div className="halves">
        <Grouped
          name="days"
          title={t('每日提交', 'Submitted day by day')}
          filter={period}
          by="day"
          split="result"
          kind="line"
          version={version}
          dark={dark}
        />
        <Grouped
          name="items"
          title={t('本院互认决定，按项目', 'Our decisions, by item')}
          filter={{ type: 'decision', result: 'committed', ...period }}
          by="item"
          split="outcome"
          kind="bar"
          version={version}
          dark={dark}
        />
      </div>
      <Card size="small" title={t('阶段', 'Stages')}>
        <ol className="steps">
          <li>
            {t(
              '排队：网关已落盘并签名承诺时限。',
              'Queued: the gateway has it on its disk and signed a deadline.',
            )}
          </li>
          <li>{t('已上链：账本的一个区块里有它。', 'Committed: a block of the ledger has it.')}</li>
          <li>{t('已入日志：公证节点的日志里有它。', 'Logged: the notary’s log has it.')}</li>
          <li>
            {t(
              '已见证：三家中心机构中至少两家（含监管方）共同签名。只有这一步是证明。',
              'Witnessed: two of the three central organisations cosigned, the supervisor among them. Only this is proof.',
            )}
          </li>
        </ol>
      </Card>
    </>
  )
}

const Standing = () => {
  const { t, say } = useWords()
  const { site } = useDesk()
  if (!site) return null
  if (!site.registered)
    return (
      <Alert
        type="warning"
        data-unregistered
        title={t(
          `账本上还没有机构 ${site.id}。接入：huren onboard apply`,
          `The ledger does not know ${site.id} yet. To join: huren onboard apply`,
        )}
      />
    )
  const { status, level, city } = site.registered
  return (
    <span data-standing={status}>
      {say(wordsOf(site.id))} · {say(wordsOf(level))} · {say(wordsOf(city))} · {say(wordsOf(status))}
    </span>
  )
}

const FromGateway = ({ version }: { readonly version: number }) => {
  const { desk } = useDesk()
  return desk?.state === 'active' ? <GatewayFigures version={version} /> : <WithGateway>{null}</WithGateway>
}

const GatewayFigures = ({ version }: { readonly version: number }) => {
  const { t } = useWords()
  const queue = useGateway<{ items: Waiting[]; all: number }>('queue', version)
  const letters = useGateway<{ items: DeadLetter[] }>('dead-letters', version)
  const problem = queue.problem ?? letters.problem
  if (problem) return <GatewayTrouble problem={problem} onAgain={queue.again} />
  return (
    <>
      <Figure
        name="queued"
        title={t('网关中排队', 'Waiting in the gateway')}
        value={queue.value?.all ?? '—'}
        place="submitted"
      />
      <Figure
        name="dead"
        title={t('死信', 'Dead letters')}
        value={letters.value?.items.length ?? '—'}
        place="repair"
      />
    </>
  )
}

/** What the supervisor reminds this institution of (PROV-3). */
const Reminders = ({ version }: { readonly version: number }) => {
  const { t, say } = useWords()
  const { value } = useAnswer<{ rows: Reminder[] }>('/api/reminders', version)
  return value?.rows.map(({ label, advice, from, to, state, note }) => (
    <Alert
      key={`${label.en}${from}`}
      type="warning"
      showIcon
      data-reminder
      title={`${t('监管提醒', 'From the supervisor')}：${say(label)}（${say(wordsOf(state))}，${from} – ${to}）`}
      description={[note, advice && say(advice)].filter(Boolean).join(' · ')}
    />
  ))
}
