import type { Feed, FeedBackup, FeedNode, GatewayLoad, GatewayState, SiteState } from '@huren/explorer-model'
import { Alert, Card, Descriptions, Table, Tag } from 'antd'
import { DaysLeft } from '../../channel/days-left.tsx'
import { useWords } from '../../language.tsx'
import { time } from '../../regulator/pages/statements.tsx'
import { Scroll } from '../../scroll.tsx'
import { bytesText, daysUntil, minutesSince } from '../parts/amounts.ts'
import { IfKnown } from '../parts/known.tsx'

const [good, bad] = ['#0b6e5f', '#b3261e']

/** One city's own part. */
export const SiteCards = ({ site }: { readonly site: SiteState }) => {
  const { t, say } = useWords()
  const name = `${say(site.name)} ${site.city}`
  return (
    <>
      <Card size="small" title={t(`${name}：节点`, `${name}: nodes`)} data-site={site.city}>
        <IfKnown of={site.feed}>{(feed, at) => <Nodes feed={feed} at={at} />}</IfKnown>
        <ServedCertificates site={site} />
      </Card>
      <div className="halves">
        <Card size="small" title={t(`${name}：网关`, `${name}: gateway`)} data-gateway={site.city}>
          <GatewayFacts site={site} />
        </Card>
        <Card size="small" title={t(`${name}：备份`, `${name}: backups`)} data-backups={site.city}>
          <IfKnown of={site.feed}>{({ backups }) => <Backups backups={backups} />}</IfKnown>
        </Card>
      </div>
    </>
  )
}

const Nodes = ({ feed, at }: { readonly feed: Omit<Feed, 'requests'>; readonly at: string }) => {
  const { t } = useWords()
  const minutes = minutesSince(at)
  const label = t('节点列表', 'List of nodes')
  return (
    <>
      <p>
        {t(`状态时间 ${time(at)}`, `As of ${time(at)}`)}{' '}
        {minutes >= 5 && (
          <Tag variant="solid" color="#8a4b00">
            {t(`${minutes} 分钟前的状态`, `${minutes} minutes old`)}
          </Tag>
        )}
      </p>
      <Scroll label={label}>
        <Table<FeedNode>
          rowKey="node"
          size="small"
          pagination={false}
          dataSource={[...feed.nodes]}
          columns={[
            { title: t('节点', 'Node'), render: (_, { node }) => <span className="mono">{node}</span> },
            {
              title: t('类别', 'Kind'),
              render: (_, { kind, leader }) =>
                kind === 'peer'
                  ? t('应用节点', 'peer')
                  : leader
                    ? t('共识节点（主）', 'orderer (leads)')
                    : t('共识节点', 'orderer'),
            },
            { title: t('状态', 'Health'), render: (_, node) => <Health node={node} /> },
            { title: t('高度', 'Height'), render: (_, { height }) => height ?? t('未知', 'not known') },
            { title: t('落后', 'Lag'), render: (_, { lag }) => lag ?? t('未知', 'not known') },
            {
              title: t('证书', 'Certificate'),
              render: (_, { certificateDays }) =>
                certificateDays === null ? (
                  t('不在本机', 'not on its machine')
                ) : (
                  <DaysLeft days={certificateDays} />
                ),
            },
            {
              title: t('合约服务', 'Contract service'),
              render: (_, { contracts }) =>
                contracts === null ? '—' : contracts ? t('运行', 'runs') : t('未运行', 'does not run'),
            },
            { title: t('数据', 'Data'), render: (_, { dataBytes }) => bytesText(dataBytes) },
          ]}
        />
      </Scroll>
      <Descriptions size="small" bordered column={{ xs: 1, md: 2 }}>
        <Descriptions.Item label={t('本机高度', 'Furthest here')}>{feed.height}</Descriptions.Item>
        <Descriptions.Item label={t('磁盘剩余', 'Free disk')}>
          {bytesText(feed.diskFreeBytes)}
        </Descriptions.Item>
        <Descriptions.Item label={t('合约包', 'Contract package')}>
          <span className="mono">{feed.contracts?.packageId ?? t('尚未部署', 'not deployed')}</span>
        </Descriptions.Item>
      </Descriptions>
    </>
  )
}

const Health = ({ node: { running, health } }: { readonly node: FeedNode }) => {
  const { t } = useWords()
  const words = !running ? t('停止', 'stopped') : (health ?? t('无应答', 'no answer'))
  return (
    <Tag variant="solid" color={running && health === 'OK' ? good : bad}>
      {words}
    </Tag>
  )
}

/** TLS certificates as the nodes show them where they listen. */
const ServedCertificates = ({ site: { served } }: { readonly site: SiteState }) => {
  const { t } = useWords()
  if (served.length === 0) return null
  return (
    <>
      <h2>{t('监听地址的 TLS 证书', 'TLS certificates as served')}</h2>
      <ul className="steps">
        {served.map(({ address, certificate }) => (
          <li key={address}>
            <span className="mono">{address}</span>{' '}
            <IfKnown of={certificate}>
              {({ name, notAfter }) => (
                <>
                  <span className="mono">{name}</span> <DaysLeft days={daysUntil(notAfter)} />
                </>
              )}
            </IfKnown>
          </li>
        ))}
      </ul>
    </>
  )
}

const GatewayFacts = ({ site: { gateway, load, gatewayAddress } }: { readonly site: SiteState }) => (
  <div className="stack">
    {gatewayAddress && <span className="mono">{gatewayAddress}</span>}
    <IfKnown of={gateway}>{(state) => <GatewayFigures state={state} />}</IfKnown>
    <IfKnown of={load}>{(figures) => <LoadFacts load={figures} />}</IfKnown>
  </div>
)

const GatewayFigures = ({ state }: { readonly state: GatewayState }) => {
  const { t } = useWords()
  const { ledgerHeight, indexLag, version, chaincode } = state
  return (
    <>
      <Ready state={state} />
      <Descriptions size="small" bordered column={1}>
        <Descriptions.Item label={t('账本高度', 'Ledger height')}>
          {ledgerHeight ?? t('未知：连不上账本', 'not known: it does not reach the ledger')}
        </Descriptions.Item>
        <Descriptions.Item label={t('索引落后', 'Index lag')}>
          {indexLag ?? t('未知：连不上账本', 'not known: it does not reach the ledger')}
        </Descriptions.Item>
        <Descriptions.Item label={t('程序版本', 'Program')}>
          {version} · {chaincode}
        </Descriptions.Item>
      </Descriptions>
    </>
  )
}

const Ready = ({ state: { ready, queueWritable } }: { readonly state: GatewayState }) => {
  const { t } = useWords()
  return (
    <div>
      <Tag variant="solid" color={ready ? good : bad}>
        {ready ? t('就绪', 'ready') : t('未就绪', 'not ready')}
      </Tag>
      {!queueWritable && <Alert type="error" showIcon title={t('队列不可写', 'The queue takes no writes')} />}
    </div>
  )
}

const LoadFacts = ({
  load: { queued, queuedBytes, deadLetters, accepted },
}: {
  readonly load: GatewayLoad
}) => {
  const { t } = useWords()
  return (
    <Descriptions size="small" bordered column={1}>
      <Descriptions.Item label={t('队列', 'Queue')}>
        {t(`${queued} 条`, `${queued} statements`)} · {bytesText(queuedBytes)}
      </Descriptions.Item>
      <Descriptions.Item label={t('死信', 'Dead letters')}>{deadLetters}</Descriptions.Item>
      <Descriptions.Item label={t('启动以来承诺', 'Promised since its start')}>{accepted}</Descriptions.Item>
    </Descriptions>
  )
}

const Backups = ({ backups }: { readonly backups: readonly FeedBackup[] }) => {
  const { t } = useWords()
  if (backups.length === 0)
    return (
      <p>
        {t('本机没有备份记录：', 'This machine knows of no backup: ')}
        <code>huren network backup</code>
      </p>
    )
  return (
    <>
      <ul className="steps">
        {backups.slice(0, 5).map(({ at, file, sha256, bytes }) => (
          <li key={at}>
            {time(at)} <span className="mono">{file}</span> {bytesText(bytes)}{' '}
            <span className="mono" title={sha256}>
              SHA-256 {sha256.slice(0, 16)}…
            </span>
          </li>
        ))}
      </ul>
      <p>
        {t('备份是否仍在别处，本机不知道。', 'Whether a copy is kept elsewhere this machine does not know.')}
      </p>
    </>
  )
}
