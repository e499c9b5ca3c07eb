import { Certificates } from '../channel/certificates.tsx'
import { ChannelPage } from '../channel/channel.tsx'
import type { DoorModule, MenuEntry, PagesProps } from '../doors.ts'
import { usePlace } from '../location.ts'
import { Changes, Readings } from './pages/accountability.tsx'
import { Block } from './pages/block.tsx'
import { Blocks } from './pages/blocks.tsx'
import { Contracts } from './pages/contracts.tsx'
import { FindingPage, Findings } from './pages/findings.tsx'
import { Indicators } from './pages/indicators.tsx'
import { Notaries } from './pages/notaries.tsx'
import { Overview } from './pages/overview.tsx'
import { Quality } from './pages/quality.tsx'
import { Ranking } from './pages/ranking.tsx'
import { Institutions, Keys } from './pages/registry.tsx'
import { ReminderService } from './pages/reminder-service.tsx'
import { ReportPage, Reports } from './pages/reports.tsx'
import { RulePage } from './pages/rule-form.tsx'
import { Rules } from './pages/rules.tsx'
import { Scenarios } from './pages/scenarios.tsx'
import { Statement, TimeLine } from './pages/statement.tsx'
import { Statements } from './pages/statements.tsx'
import { Topics } from './pages/topics.tsx'
import { Transaction } from './pages/transaction.tsx'
import { Transactions } from './pages/transactions.tsx'
import { Wall } from './pages/wall.tsx'

const Pages = ({ dark, live: { version, height, statements }, person }: PagesProps) => {
  const { page, id, query } = usePlace()
  return (
    <>
      {page === '' && <Overview version={version} dark={dark} />}
      {page === 'statements' && <Statements key={String(query)} query={query} />}
      {page === 'statement' && <Statement id={id} />}
      {page === 'record' && <TimeLine id={id} />}
      {page === 'topics' && <Topics version={version} dark={dark} />}
      {page === 'scenarios' && <Scenarios version={version} dark={dark} />}
      {page === 'reminder-service' && <ReminderService version={version} dark={dark} />}
      {page === 'quality' && <Quality version={version} dark={dark} />}
      {page === 'ranking' && <Ranking version={version} />}
      {page === 'reports' && <Reports />}
      {page === 'report' && <ReportPage key={id} id={id} account={person.account} />}
      {page === 'indicators' && <Indicators />}
      {page === 'findings' && <Findings version={version} />}
      {page === 'finding' && <FindingPage id={id} />}
      {page === 'rules' && <Rules />}
      {page === 'rule' && <RulePage key={id} id={id} />}
      {page === 'blocks' && <Blocks version={version} />}
      {page === 'block' && <Block number={id} />}
      {page === 'transactions' && <Transactions key={String(query)} version={version} query={query} />}
      {page === 'transaction' && <Transaction id={id} />}
      {page === 'contracts' && <Contracts version={version} />}
      {page === 'institutions' && <Institutions version={version} />}
      {page === 'keys' && <Keys version={version} />}
      {page === 'certificates' && <Certificates version={version} />}
      {page === 'channel' && <ChannelPage version={version} />}
      {page === 'notaries' && <Notaries version={version} />}
      {page === 'wall' && <Wall version={version} height={height} statements={statements} dark={dark} />}
      {page === 'readings' && <Readings />}
      {page === 'changes' && <Changes />}
    </>
  )
}

const analysis = { zh: '分析', en: 'Analysis' }
const supervision = { zh: '监督', en: 'Supervision' }
const ledger = { zh: '账本', en: 'Ledger' }

const entries: readonly MenuEntry[] = [
  { page: '', label: { zh: '总览', en: 'Overview' } },
  { page: 'statements', label: { zh: '声明', en: 'Statements' } },
  { page: 'topics', label: { zh: '主题分析', en: 'Topics' }, group: analysis },
  { page: 'scenarios', label: { zh: '应用场景', en: 'Scenarios' }, group: analysis },
  { page: 'reminder-service', label: { zh: '提醒服务', en: 'Reminder service' }, group: analysis },
  { page: 'quality', label: { zh: '数据质量', en: 'Data quality' }, group: analysis },
  { page: 'ranking', label: { zh: '排行', en: 'Ranking' }, group: analysis },
  { page: 'reports', label: { zh: '自定义报表', en: 'Reports' }, group: analysis },
  { page: 'indicators', label: { zh: '指标管理', en: 'Indicators' }, group: analysis },
  { page: 'findings', label: { zh: '异常行为', en: 'Findings' }, group: supervision },
  { page: 'rules', label: { zh: '规则', en: 'Rules' }, group: supervision },
  { page: 'changes', label: { zh: '变更记录', en: 'Changes' }, group: supervision },
  { page: 'blocks', label: { zh: '区块', en: 'Blocks' }, group: ledger },
  { page: 'transactions', label: { zh: '交易', en: 'Transactions' }, group: ledger },
  { page: 'contracts', label: { zh: '合约', en: 'Contracts' }, group: ledger },
  { page: 'institutions', label: { zh: '机构', en: 'Institutions' }, group: ledger },
  { page: 'keys', label: { zh: '密钥', en: 'Keys' }, group: ledger },
  { page: 'certificates', label: { zh: 'X.509 证书', en: 'X.509 certificates' }, group: ledger },
  { page: 'channel', label: { zh: '通道与治理', en: 'Channel and decisions' }, group: ledger },
  { page: 'notaries', label: { zh: '日志与见证', en: 'Logs and witnesses' }, group: ledger },
  { page: 'wall', label: { zh: '大屏', en: 'Wall screen' } },
]
const readings: MenuEntry = {
  page: 'readings',
  label: { zh: '阅读记录', en: 'Readings' },
  group: supervision,
}

export const door: DoorModule = {
  menu: ({ role }) => (role === 'auditor' ? [...entries, readings] : entries),
  Pages,
}
