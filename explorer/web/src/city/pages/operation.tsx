import type { Alarm, NotaryState, Operation, Requests, SiteState } from '@huren/explorer-model'
import { Alert, Card, Descriptions } from 'antd'
import { useAnswer } from '../../api.ts'
import { useWords } from '../../language.tsx'
import { go } from '../../location.ts'
import { useEvery } from '../../use-every.ts'
import { SiteCards } from './site.tsx'

/** Milliseconds between two looks: the city's programs are asked at most every two seconds. */
export const pause = 5000

/** What a city's operator opens in the morning: how everything is, what is wrong, what waits (CITY-33, CHAIN-34). */
export const OperationPage = () => {
  const { t } = useWords()
  const round = useEvery(pause)
  const { value, problem } = useAnswer<Operation>('/api/city/operation', round)
  return (
    <>
      <div className="head">
        <h1>{t('节点与运行', 'Nodes and operation')}</h1>
      </div>
      {problem && <Alert type="error" showIcon title={problem.message} />}
      {value ? <Figures round={round} sites={value.sites} /> : <Card loading />}
      {value?.sites.length === 0 && (
        <Alert
          type="warning"
          showIcon
          title={t(
            '没有为本地市配置站点（HUREN_CITIES），节点、网关与备份均未知。',
            'No site is configured for this city (HUREN_CITIES): nodes, gateway and backups are not known.',
          )}
        />
      )}
      {value?.sites.map((site) => (
        <SiteCards key={site.city} site={site} />
      ))}
      {value && <Shared index={value.index} notaries={value.notaries} />}
    </>
  )
}

interface Figure {
  readonly id: string
  readonly label: string
  readonly text: string
  readonly to: string
}

/** The numbers that lead somewhere; `—` with the reason below it where one is not known. */
const Figures = ({ round, sites }: { readonly round: number; readonly sites: readonly SiteState[] }) => {
  const { t } = useWords()
  const alarms = useAnswer<{ rows: Alarm[] }>('/api/city/alarms', round).value?.rows
  const requests = useAnswer<Requests>('/api/city/requests', round).value
  const loads = sites.flatMap(({ load }) => (load.known ? [load.value] : []))
  const waiting = requests?.sites.flatMap(({ requests }) => (requests.known ? [requests.value.waiting] : []))
  const sum = (numbers: readonly number[]) =>
    numbers.length === 0 ? '—' : numbers.reduce((all, one) => all + one, 0).toLocaleString()
  const problems = alarms?.filter(({ severity }) => severity === 'problem').length
  const figures: readonly Figure[] = [
    {
      id: 'problems',
      label: t('故障', 'Problems'),
      text: String(problems ?? '—'),
      to: 'alarms',
    },
    {
      id: 'warnings',
      label: t('预警', 'Warnings'),
      text: alarms && problems !== undefined ? String(alarms.length - problems) : '—',
      to: 'alarms',
    },
    {
      id: 'requests',
      label: t('待签申请', 'Waiting for signatures'),
      text: sum(waiting?.map((all) => all.filter(({ state }) => state !== 'in-force').length) ?? []),
      to: 'requests',
    },
    {
      id: 'queued',
      label: t('队列深度', 'Queue depth'),
      text: sum(loads.map(({ queued }) => queued)),
      to: '',
    },
    {
      id: 'dead',
      label: t('死信', 'Dead letters'),
      text: sum(loads.map(({ deadLetters }) => deadLetters)),
      to: '',
    },
  ]
  return (
    <div className="cards">
      {figures.map(({ id, label, text, to }) => (
        <Card key={id} size="small" title={label}>
          {to ? (
            <button
              type="button"
              className="figure"
              data-figure={id}
              aria-label={`${label} ${text}`}
              onClick={() => go(to)}
            >
              {text}
            </button>
          ) : (
            <span className="number" data-figure={id}>
              {text}
            </span>
          )}
        </Card>
      ))}
    </div>
  )
}

/** What all cities share: how far this explorer and the notaries have read the ledger. */
const Shared = ({
  index,
  notaries,
}: Pick<Operation, 'index'> & { readonly notaries: readonly NotaryState[] }) => {
  const { t } = useWords()
  return (
    <Card size="small" title={t('账本的读取进度', 'How far the ledger has been read')}>
      <Descriptions size="small" bordered column={{ xs: 1, md: 2 }}>
        <Descriptions.Item label={t('本浏览器', 'This explorer')}>
          {index.receiving
            ? t(`${index.height} 个区块`, `${index.height} blocks`)
            : t(`${index.height} 个区块，收不到新区块`, `${index.height} blocks, and gets no new ones`)}
        </Descriptions.Item>
        {notaries.map(({ url, answers, health, alarms }) => (
          <Descriptions.Item key={url} label={<span className="mono">{url}</span>}>
            {answers && health?.nextBlock !== undefined
              ? t(`${health.nextBlock} 个区块`, `${health.nextBlock} blocks`)
              : t('未知：没有回应', 'not known: it does not answer')}
            {alarms > 0 && t(`，${alarms} 条告警`, `, ${alarms} alarms`)}
          </Descriptions.Item>
        ))}
      </Descriptions>
      {notaries.length === 0 && t('没有配置公证节点', 'No notary is configured')}
    </Card>
  )
}
