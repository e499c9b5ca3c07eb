import type { Alarm } from '@huren/explorer-model'
import type { AskedNotary } from '../notaries/ask.ts'
import type { ShownCertificate } from './channel.ts'
import type { Served, Survey } from './survey.ts'

const day = 86_400_000
/** Certificates are renewed a month before they end; a feed is written every minute; a backup is taken each week. */
export const limits = { certificateDays: 30, feedAge: 5 * 60_000, backupAge: 8 * day } as const

export const daysLeft = (notAfter: string, now: number) => Math.floor((Date.parse(notAfter) - now) / day)

type Raise = (
  severity: Alarm['severity'],
  source: Alarm['source'],
  where: string,
  zh: string,
  en: string,
) => Alarm
const raising =
  (now: number): Raise =>
  (severity, source, where, zh, en) => ({ severity, source, where, zh, en, at: new Date(now).toISOString() })

const feedAlarms = ({ site, feed }: Survey, now: number, raise: Raise): Alarm[] => {
  if (!feed.known) return site.feed ? [raise('problem', 'feed', site.city, feed.zh, feed.en)] : []
  const old = now - Date.parse(feed.at)
  const minutes = Math.floor(old / 60_000)
  const { findings, backups } = feed.value
  const [newest] = backups
  return [
    ...(old > limits.feedAge
      ? [
          raise(
            'warning',
            'feed',
            site.city,
            `运行状态是 ${minutes} 分钟前的`,
            `the feed is ${minutes} minutes old`,
          ),
        ]
      : []),
    ...findings.map((each): Alarm => ({ ...each, source: 'node', at: feed.at })),
    ...(!newest || now - Date.parse(newest.at) > limits.backupAge
      ? [
          raise(
            'warning',
            'backup',
            site.city,
            newest ? '备份已超过八天：huren network backup' : '本机没有备份记录：huren network backup',
            newest
              ? 'the newest backup is over eight days old: huren network backup'
              : 'this machine knows of no backup: huren network backup',
          ),
        ]
      : []),
  ]
}

const gatewayAlarms = ({ site, gateway, load }: Survey, raise: Raise): Alarm[] => {
  const at = site.gateway
  if (!at) return []
  if (!gateway.known) return [raise('problem', 'gateway', at, gateway.zh, gateway.en)]
  const { ready, ledgerHeight, queueWritable, indexLag } = gateway.value
  const why = [
    ...(ledgerHeight === null ? [['连不上账本', 'it does not reach the ledger']] : []),
    ...(queueWritable ? [] : [['队列不可写', 'its queue takes no writes']]),
    ...(indexLag !== null && indexLag > 0
      ? [[`索引落后 ${indexLag} 个区块`, `its index is ${indexLag} blocks behind`]]
      : []),
  ]
  const dead = load.known ? load.value.deadLetters : 0
  return [
    ...(ready
      ? []
      : [
          raise(
            'problem',
            'gateway',
            at,
            `未就绪：${why.map(([zh]) => zh).join('、')}`,
            `not ready: ${why.map(([, en]) => en).join(', ')}`,
          ),
        ]),
    ...(load.known ? [] : [raise('warning', 'gateway', at, load.zh, load.en)]),
    ...(dead > 0
      ? [
          raise(
            'warning',
            'gateway',
            at,
            `${dead} 条死信：由提交机构补推或更正`,
            `${dead} dead letters: their submitters send them again or correct them`,
          ),
        ]
      : []),
  ]
}

const expiring = (where: string, notAfter: string, now: number, raise: Raise): Alarm[] => {
  const days = daysLeft(notAfter, now)
  if (days >= limits.certificateDays) return []
  if (days < 0) return [raise('problem', 'certificate', where, '证书已过期', 'the certificate has expired')]
  return [
    raise('warning', 'certificate', where, `证书剩 ${days} 天`, `the certificate has ${days} days left`),
  ]
}

const servedAlarms = ({ address, certificate }: Served, now: number, raise: Raise): Alarm[] =>
  certificate.known
    ? expiring(address, certificate.value.notAfter, now, raise)
    : [raise('problem', 'node', address, certificate.zh, certificate.en)]

const isAlarm = (value: unknown): value is { kind: string; at: string; detail: string } =>
  ['kind', 'at', 'detail'].every((name) => typeof Object(value)[name] === 'string')

const notaryAlarms = ({ url, answers, health, alarms }: AskedNotary, raise: Raise): Alarm[] => {
  if (!answers) return [raise('problem', 'notary', url, '公证节点没有回应', 'the notary does not answer')]
  return [
    ...(Object(health).status === 'stopped'
      ? [
          raise(
            'problem',
            'notary',
            url,
            '公证节点已停止跟随账本',
            'the notary has stopped following the ledger',
          ),
        ]
      : []),
    ...alarms.filter(isAlarm).map(
      ({ kind, at, detail }): Alarm => ({
        ...{ severity: 'problem', source: 'notary', where: url, at },
        zh: `${kind}：${detail}`,
        en: `${kind}: ${detail}`,
      }),
    ),
  ]
}

export interface Watched {
  readonly surveys: readonly Survey[]
  readonly certificates: readonly ShownCertificate[]
  readonly notaries: readonly AskedNotary[]
  /** Why this explorer gets no blocks, if so. */
  readonly trouble: string | undefined
}

/** Everything that is wrong, worst and newest first (CITY-33, CHAIN-34). A function of what was seen. */
export const alarmsOf = ({ surveys, certificates, notaries, trouble }: Watched, now: number): Alarm[] => {
  const raise = raising(now)
  const found = [
    ...(trouble === undefined
      ? []
      : [raise('problem', 'ledger', '', '浏览器收不到区块', 'this explorer gets no blocks')]),
    ...surveys.flatMap((survey) => [
      ...feedAlarms(survey, now, raise),
      ...gatewayAlarms(survey, raise),
      ...survey.served.flatMap((served) => servedAlarms(served, now, raise)),
    ]),
    ...certificates
      .filter(({ replaced }) => !replaced)
      .flatMap(({ mspId, name, notAfter }) => expiring(`${mspId}/${name}`, notAfter, now, raise)),
    ...notaries.flatMap((notary) => notaryAlarms(notary, raise)),
  ]
  const weight = { problem: 0, warning: 1 } as const
  return found.sort((a, b) => weight[a.severity] - weight[b.severity] || (a.at < b.at ? 1 : -1))
}
