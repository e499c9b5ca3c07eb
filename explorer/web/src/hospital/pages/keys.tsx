import { Alert, Card, Table } from 'antd'
import { useAnswer } from '../../api.ts'
import { keyUseWords } from '../../key-uses.ts'
import { useWords } from '../../language.tsx'
import { time } from '../../regulator/pages/statements.tsx'
import { Scroll } from '../../scroll.tsx'
import type { Certificate, OwnKey } from '../data/site.ts'
import { useDesk } from '../parts/desk.tsx'
import { DaysLeft, Short } from '../parts/labels.tsx'

interface Answer {
  readonly now: string
  readonly keys: readonly OwnKey[]
  readonly certificates: readonly Certificate[]
}

/** Our signing keys and the certificates that carry what they sign, with the days that are left (CHAIN-35). */
export const KeysPage = ({ version }: { readonly version: number }) => {
  const { t, say } = useWords()
  const { device } = useDesk()
  const { value, problem, loading } = useAnswer<Answer>('/api/hospital/keys', version)
  const now = Date.parse(value?.now ?? '')
  return (
    <>
      {problem && <Alert type="error" title={problem.message} />}
      <Card title={t('签名密钥', 'Signing keys')}>
        <Scroll label={t('密钥列表', 'List of keys')}>
          <Table<OwnKey>
            rowKey="key"
            size="small"
            loading={loading}
            pagination={{ pageSize: 50, hideOnSinglePage: true }}
            dataSource={[...(value?.keys ?? [])]}
            columns={[
              {
                title: t('密钥', 'Key'),
                render: (_, { key }) => (
                  <span data-key={key}>
                    <Short id={key} /> {key === device?.key && t('（本机）', '(this desk)')}
                  </span>
                ),
              },
              { title: t('算法', 'Algorithm'), dataIndex: 'algorithm' },
              {
                title: t('用途', 'Uses'),
                render: (_, row) =>
                  row.uses.map((use) => say(keyUseWords[use] ?? { zh: use, en: use })).join('、'),
              },
              {
                title: t('持有人', 'Holder'),
                render: (_, { holder }) =>
                  holder ? t('已登记承诺值', 'committed') : t('未登记', 'not registered'),
              },
              { title: t('已签', 'Signed'), dataIndex: 'signed' },
              { title: t('到期', 'Ends'), render: (_, { notAfter }) => time(notAfter) },
              { title: t('有效期', 'Validity'), render: (_, row) => <DaysLeft {...row} now={now} /> },
              {
                title: t('登记声明', 'Registered by'),
                render: (_, { statement }) => (
                  <a href={`#/statement/${statement}`}>
                    <Short id={statement} />
                  </a>
                ),
              },
            ]}
          />
        </Scroll>
        <p>
          {t(
            '换密钥：先用管理密钥登记新的，再停用旧的。命令行：huren keygen、huren sign signing-key、huren sign key-revocation。',
            'To change a key: register the new one with the administration key, then revoke the old. huren keygen, huren sign signing-key, huren sign key-revocation.',
          )}
        </p>
      </Card>
      <Card title={t('链账户证书', 'Certificates of chain accounts')}>
        <Scroll label={t('证书列表', 'List of certificates')}>
          <Table<Certificate>
            rowKey="fingerprint"
            size="small"
            loading={loading}
            pagination={false}
            dataSource={[...(value?.certificates ?? [])]}
            columns={[
              { title: t('链账户', 'Chain account'), render: (_, { mspId, name }) => `${mspId}/${name}` },
              { title: t('签发者', 'Issuer'), dataIndex: 'issuer' },
              { title: t('到期', 'Ends'), render: (_, { notAfter }) => time(notAfter) },
              { title: t('有效期', 'Validity'), render: (_, row) => <DaysLeft {...row} now={now} /> },
              { title: t('指纹', 'Fingerprint'), render: (_, { fingerprint }) => <Short id={fingerprint} /> },
            ]}
          />
        </Scroll>
        <p>
          {t(
            '这些是把本院最近 500 条声明送上账本的链账户（X.509），通常是为本院服务的网关；证书由其组织续期，到期则停止送达，请提前联系。机器自身的 TLS 证书不在账本里，这里看不到。',
            'These chain accounts (X.509) carried our newest 500 statements to the ledger: mostly the gateway that serves us. Its organisation renews them; when one ends, nothing is delivered. TLS certificates of machines are not on the ledger and cannot be seen here.',
          )}
        </p>
      </Card>
    </>
  )
}
