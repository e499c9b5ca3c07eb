import { Alert, Card, Descriptions, Table } from 'antd'
import { useAnswer } from '../api.ts'
import { useWords } from '../language.tsx'
import { time } from '../regulator/pages/statements.tsx'
import { Scroll } from '../scroll.tsx'

interface Decided {
  readonly block: number
  readonly at: string
  readonly client: string
}
interface Configuration extends Decided {
  readonly kind: 'channel'
  readonly sequence: number
  readonly ordering: string
  readonly limits: { readonly messages: number; readonly timeout: string; readonly preferredBytes: number }
  readonly members: readonly {
    readonly mspId: string
    readonly orders: boolean
    readonly applies: boolean
    readonly revocationLists: number
  }[]
  readonly consenters: readonly { readonly id: number; readonly mspId: string; readonly address: string }[]
  readonly signedBy: readonly string[]
}
interface Contracts extends Decided {
  readonly kind: 'contracts'
  readonly step: 'approve' | 'commit'
  readonly name: string
  readonly version: string
  readonly sequence: number
}
type Decision = Configuration | Contracts
interface Channel {
  readonly configuration: Configuration | null
  readonly contracts: Contracts | null
  readonly decisions: readonly Decision[]
}

/** The channel by its blocks: members, orderers, contracts in force, and who decided each of it (CHAIN-36). */
export const ChannelPage = ({ version }: { readonly version: number }) => {
  const { value, problem } = useAnswer<Channel>('/api/channel', version)
  if (problem) return <Alert type="error" showIcon title={problem.message} />
  if (!value) return <Card loading />
  return (
    <>
      <ContractsInForce contracts={value.contracts} />
      {value.configuration && <ConfigurationCard configuration={value.configuration} />}
      <Decisions decisions={value.decisions} />
    </>
  )
}

const ContractsInForce = ({ contracts }: Pick<Channel, 'contracts'>) => {
  const { t } = useWords()
  return (
    <Card
      size="small"
      title={t('在用合约', 'Contracts in force')}
      data-contracts={contracts?.sequence ?? 'none'}
    >
      {contracts ? (
        <Descriptions size="small" bordered column={{ xs: 1, md: 2 }}>
          <Descriptions.Item label={t('名称', 'Name')}>{contracts.name}</Descriptions.Item>
          <Descriptions.Item label={t('版本（合约包摘要）', 'Version (the bundle’s digest)')}>
            <span className="mono">{contracts.version}</span>
          </Descriptions.Item>
          <Descriptions.Item label={t('序号', 'Sequence')}>{contracts.sequence}</Descriptions.Item>
          <Descriptions.Item label={t('生效于', 'In force since')}>
            {t(`区块 ${contracts.block}`, `block ${contracts.block}`)} · {time(contracts.at)}
          </Descriptions.Item>
        </Descriptions>
      ) : (
        <p>
          {t(
            '未知：区块中没有合约定义。嵌入式账本运行其程序自带的合约，版本见网关的程序版本。',
            'Not known: no block defines contracts. The embedded ledger runs those of its own program: see the gateway’s program version.',
          )}
        </p>
      )}
    </Card>
  )
}

const ConfigurationCard = ({ configuration }: { readonly configuration: Configuration }) => {
  const { t } = useWords()
  const { sequence, ordering, limits, members, consenters, block } = configuration
  return (
    <Card size="small" title={t('通道配置', 'Channel configuration')}>
      <Descriptions size="small" bordered column={{ xs: 1, md: 2 }}>
        <Descriptions.Item label={t('共识', 'Ordering')}>{ordering}</Descriptions.Item>
        <Descriptions.Item label={t('配置序号', 'Sequence')}>
          {t(`${sequence}，区块 ${block}`, `${sequence}, block ${block}`)}
        </Descriptions.Item>
        <Descriptions.Item label={t('出块', 'A block is cut')}>
          {t(
            `${limits.messages} 笔交易或 ${limits.timeout}`,
            `after ${limits.messages} transactions or ${limits.timeout}`,
          )}
        </Descriptions.Item>
        <Descriptions.Item label={t('机构', 'Members')}>
          <ul className="steps">
            {members.map(({ mspId, orders, revocationLists }) => (
              <li key={mspId}>
                <span className="mono">{mspId}</span> {orders ? t('（共识）', '(orders)') : ''}
                {revocationLists > 0 && t(' 有吊销名单', ' has a revocation list')}
              </li>
            ))}
          </ul>
        </Descriptions.Item>
        {consenters.length > 0 && (
          <Descriptions.Item label={t('共识节点', 'Orderers')}>
            <ul className="steps">
              {consenters.map(({ id, mspId, address }) => (
                <li key={id}>
                  {id} <span className="mono">{address}</span> {mspId}
                </li>
              ))}
            </ul>
          </Descriptions.Item>
        )}
      </Descriptions>
    </Card>
  )
}

const Decisions = ({ decisions }: Pick<Channel, 'decisions'>) => {
  const { t } = useWords()
  const label = t('谁在何时决定了什么', 'Who decided what, and when')
  const what = (each: Decision) => {
    if (each.kind === 'channel')
      return t(`通道配置，序号 ${each.sequence}`, `channel configuration, sequence ${each.sequence}`)
    const which = `${each.name} ${each.version} (${each.sequence})`
    return each.step === 'approve'
      ? t(`批准合约 ${which}`, `contracts approved: ${which}`)
      : t(`合约生效 ${which}`, `contracts in force: ${which}`)
  }
  return (
    <Card size="small" title={label}>
      <Scroll label={label}>
        <Table<Decision>
          rowKey={(each) => `${each.block} ${what(each)} ${each.client}`}
          size="small"
          pagination={{ pageSize: 50, hideOnSinglePage: true }}
          dataSource={[...decisions]}
          columns={[
            { title: t('区块', 'Block'), dataIndex: 'block' },
            { title: t('时间', 'Time'), render: (_, { at }) => time(at) },
            { title: t('决定', 'Decided'), render: (_, each) => what(each) },
            {
              title: t('签署', 'Signed by'),
              render: (_, each) =>
                each.kind === 'channel'
                  ? each.signedBy.join(', ') || t('首块，无人签署', 'the first block: nobody')
                  : each.client.split('/')[0],
            },
            {
              title: t('提交', 'Submitted by'),
              render: (_, { client }) => <span className="mono">{client}</span>,
            },
          ]}
        />
      </Scroll>
    </Card>
  )
}
