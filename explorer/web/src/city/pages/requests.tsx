import type { Party, PendingContracts, Requests, WaitingRequest } from '@huren/explorer-model'
import { Alert, Button, Card, Tag } from 'antd'
import { useState } from 'react'
import { useAnswer } from '../../api.ts'
import { useWords, type Words } from '../../language.tsx'
import { time } from '../../regulator/pages/statements.tsx'
import { useEvery } from '../../use-every.ts'
import { IfKnown } from '../parts/known.tsx'
import { pause } from './operation.tsx'

const kinds: Readonly<Record<string, Words>> = {
  application: { zh: '地市申请加入，尚未提案', en: 'A city applies; nobody has proposed it yet' },
  'orderer-application': {
    zh: '共识节点申请，尚未提案',
    en: 'An orderer applies; nobody has proposed it yet',
  },
  'admit-city': { zh: '地市加入', en: 'A city joins' },
  'remove-city': { zh: '地市退出', en: 'A city leaves' },
  orderers: { zh: '共识节点变更', en: 'Orderers change' },
  settings: { zh: '策略与出块参数变更', en: 'Policies or block limits change' },
  revoke: { zh: '吊销名单', en: 'A revocation list' },
  contracts: { zh: '合约升级', en: 'Contracts are upgraded' },
}
const states = {
  waiting: { words: { zh: '待签名', en: 'waiting' }, colour: '#8a4b00' },
  enough: { words: { zh: '签名已足，待提交', en: 'enough signatures, to be submitted' }, colour: '#1f5fa8' },
  'in-force': { words: { zh: '已生效', en: 'in force' }, colour: '#0b6e5f' },
} as const

/** Join and upgrade requests: who has signed, who has not, and what to run at home. Nobody sends a private key. */
export const RequestsPage = () => {
  const { t, say } = useWords()
  const { value, problem } = useAnswer<Requests>('/api/city/requests', useEvery(pause))
  return (
    <>
      <Alert
        type="info"
        showIcon
        title={t(
          '签名在各机构自己的机器上进行；私钥不上传，也不经过本页。签署前先用 show 核对变更。',
          'Each organisation signs on its own machine: no private key is sent, none passes this page. Look at the change with "show" before signing.',
        )}
      />
      {problem && <Alert type="error" showIcon title={problem.message} />}
      {value?.sites.length === 0 && (
        <Alert
          type="warning"
          showIcon
          title={t(
            '没有为本地市配置站点：待签申请未知。',
            'No site is configured for this city: requests are not known.',
          )}
        />
      )}
      {value?.sites.map(({ city, name, requests }) => (
        <Card key={city} title={`${say(name)} ${city}`} data-requests={city}>
          <IfKnown of={requests}>
            {({ waiting, unreadable }, at) => (
              <>
                <p>{t(`状态时间 ${time(at)}`, `As of ${time(at)}`)}</p>
                {waiting.length === 0 && <p>{t('没有待签的申请', 'Nothing waits for a signature')}</p>}
                {waiting.map((request) => (
                  <RequestCard key={request.digest} request={request} />
                ))}
                {unreadable.map((each) => (
                  <Alert key={each.file} type="warning" title={`${each.file}: ${say(each)}`} />
                ))}
              </>
            )}
          </IfKnown>
        </Card>
      ))}
      {value?.pending.map((pending) => (
        <PendingCard key={`${pending.sequence} ${pending.version}`} pending={pending} />
      ))}
    </>
  )
}

const RequestCard = ({ request }: { readonly request: WaitingRequest }) => {
  const { t, say } = useWords()
  const { kind, digest, subject, changes, parties, given, needed, state, inForce } = request
  const title = `${say(kinds[kind] ?? { zh: kind, en: kind })} · ${subject}`
  const isApplication = kind.endsWith('application')
  return (
    <section className="request" aria-label={title} data-request={state}>
      <h2>
        {title}{' '}
        <Tag variant="solid" color={states[state].colour}>
          {say(states[state].words)}
        </Tag>
      </h2>
      <p>
        {inForce
          ? t(`区块 ${inForce.block}，${time(inForce.at)}`, `block ${inForce.block}, ${time(inForce.at)}`)
          : isApplication
            ? t('任一中心机构可提案', 'Any central organisation may propose it')
            : t(`已签 ${given}，需要 ${needed}`, `${given} signed, ${needed} needed`)}
      </p>
      {changes.length > 0 && (
        <ul className="steps">
          {changes.map(({ how, what }) => (
            <li key={how + what}>
              {{ added: '+', changed: '~', removed: '−' }[how]} <span className="mono">{what}</span>
            </li>
          ))}
        </ul>
      )}
      <ul className="parties">
        {parties.map((party) => (
          <li key={party.mspId}>
            <PartyLine party={party} open={state !== 'in-force'} isApplication={isApplication} />
          </li>
        ))}
      </ul>
      <p>
        {t('待签内容的摘要', 'Digest of what is signed')} <span className="mono">{digest}</span>
      </p>
    </section>
  )
}

const signatures = {
  yes: { words: { zh: '已签', en: 'signed' }, colour: '#0b6e5f' },
  no: { words: { zh: '未签', en: 'has not signed' }, colour: '#56635f' },
  unverified: { words: { zh: '签名无效', en: 'signature not valid' }, colour: '#b3261e' },
} as const

interface PartyProps {
  readonly party: Party
  readonly open: boolean
  readonly isApplication: boolean
}

const PartyLine = ({
  party: { organisation, mspId, signed, must, line },
  open,
  isApplication,
}: PartyProps) => {
  const { t, say } = useWords()
  const { words, colour } = signatures[signed]
  return (
    <>
      <span>
        {organisation} <span className="mono">{mspId}</span>{' '}
        {!isApplication && (
          <Tag variant="solid" color={colour}>
            {say(words)}
          </Tag>
        )}
        {must && t('（必须由其签署）', '(must sign itself)')}
      </span>
      {open && signed !== 'yes' && <CommandLine line={line} of={organisation} />}
    </>
  )
}

const CommandLine = ({ line, of }: { readonly line: string; readonly of: string }) => {
  const { t } = useWords()
  const [copied, setCopied] = useState(false)
  const words = copied ? t('命令已复制', 'Command copied') : t('复制命令', 'Copy command')
  const copy = () => void navigator.clipboard?.writeText(line).then(() => setCopied(true))
  return (
    <span className="command">
      <code>{line}</code>
      <Button size="small" onClick={copy} aria-label={`${words} ${of}`}>
        {words}
      </Button>
    </span>
  )
}

/** Approvals that the blocks have of contracts that are not in force: what the files say may be older. */
const PendingCard = ({
  pending: { name, version, sequence, approvals },
}: {
  readonly pending: PendingContracts
}) => {
  const { t } = useWords()
  return (
    <Card
      size="small"
      title={t(
        `合约 ${name} 第 ${sequence} 版审批中`,
        `Contracts ${name}, sequence ${sequence}: being approved`,
      )}
    >
      <p>
        {t('版本', 'Version')} <span className="mono">{version}</span>
      </p>
      <ul className="steps">
        {approvals.map(({ mspId, block, at }) => (
          <li key={mspId + block}>
            <span className="mono">{mspId}</span> {t(`区块 ${block}`, `block ${block}`)} · {time(at)}
          </li>
        ))}
      </ul>
    </Card>
  )
}
