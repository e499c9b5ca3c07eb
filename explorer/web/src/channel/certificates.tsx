import { Alert, Card, Segmented, Table, Tag } from 'antd'
import { useState } from 'react'
import { useAnswer } from '../api.ts'
import { useWords, type Words } from '../language.tsx'
import { Scroll } from '../scroll.tsx'
import { DaysLeft } from './days-left.tsx'

interface Certificate {
  readonly fingerprint: string
  readonly mspId: string
  readonly name: string
  readonly use: string
  readonly issuer: string
  readonly serial: string
  readonly key: string
  readonly notBefore: string
  readonly notAfter: string
  readonly seen: number
  readonly replaced: boolean
}

const uses: Readonly<Record<string, Words>> = {
  authority: { zh: '签发机构', en: 'authority' },
  'tls-authority': { zh: 'TLS 签发机构', en: 'TLS authority' },
  orderer: { zh: '共识节点', en: 'orderer' },
  peer: { zh: '应用节点', en: 'peer' },
  tls: { zh: '节点 TLS', en: 'node’s TLS' },
  client: { zh: '链账户', en: 'chain account' },
  admin: { zh: '管理员', en: 'administrator' },
  other: { zh: '其他', en: 'other' },
}

const daysUntil = (at: string) => Math.floor((Date.parse(at) - Date.now()) / 86_400_000)

/**
 * X.509 certificates of organisations, nodes and chain accounts, read from the channel's configuration and from the
 * signatures in the blocks (CHAIN-34, CHAIN-35). Those that end first come first.
 */
export const Certificates = ({ version }: { readonly version: number }) => {
  const { t, say } = useWords()
  const [shown, setShown] = useState<'current' | 'all'>('current')
  const { value, problem, loading } = useAnswer<{ rows: Certificate[] }>('/api/certificates', version)
  const rows = (value?.rows ?? [])
    .filter(({ replaced }) => shown === 'all' || !replaced)
    .toSorted((a, b) => (a.notAfter < b.notAfter ? -1 : 1))
  return (
    <Card
      title={t('X.509 证书', 'X.509 certificates')}
      extra={
        <Segmented
          aria-label={t('显示哪些证书', 'Which certificates')}
          value={shown}
          onChange={setShown}
          options={[
            { value: 'current', label: t('在用', 'in use') },
            { value: 'all', label: t('含已更换', 'replaced too') },
          ]}
        />
      }
    >
      <p>
        {t(
          '取自通道配置与区块中的签名；没有签过名的节点、以及 Raft 的节点 TLS 证书不在其中。',
          'From the channel’s configuration and the signatures in the blocks; a node that has signed nothing is not among them, nor are the TLS certificates of Raft’s orderers.',
        )}
      </p>
      {problem && <Alert type="error" showIcon title={problem.message} />}
      <Scroll label={t('证书列表', 'List of certificates')}>
        <Table<Certificate>
          rowKey={({ mspId, fingerprint, use }) => `${mspId} ${fingerprint} ${use}`}
          size="small"
          loading={loading}
          pagination={{ pageSize: 50, hideOnSinglePage: true }}
          dataSource={rows}
          columns={[
            { title: t('机构', 'Organisation'), dataIndex: 'mspId' },
            { title: t('用途', 'Use'), render: (_, { use }) => say(uses[use] ?? { zh: use, en: use }) },
            { title: t('名称', 'Name'), render: (_, { name }) => <span className="mono">{name}</span> },
            {
              title: t('有效期', 'Validity'),
              render: (_, { notAfter, replaced }) =>
                replaced ? (
                  <Tag variant="solid" color="#56635f">
                    {t('已更换', 'replaced')}
                  </Tag>
                ) : (
                  <DaysLeft days={daysUntil(notAfter)} />
                ),
            },
            { title: t('至', 'Until'), render: (_, { notAfter }) => notAfter.slice(0, 10) },
            { title: t('密钥', 'Key'), dataIndex: 'key' },
            {
              title: t('签发者', 'Issuer'),
              render: (_, { issuer }) => <span className="mono">{issuer}</span>,
            },
            { title: t('最近所在区块', 'Last seen in block'), dataIndex: 'seen' },
            {
              title: t('指纹 (SHA-256)', 'Fingerprint (SHA-256)'),
              render: (_, { fingerprint }) => (
                <span className="mono" title={fingerprint}>
                  {fingerprint.slice(0, 16)}…
                </span>
              ),
            },
          ]}
        />
      </Scroll>
    </Card>
  )
}
