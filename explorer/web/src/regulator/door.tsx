import { Card } from 'antd'
import { lazy, Suspense, useEffect } from 'react'
import type { DoorModule, MenuEntry, PagesProps } from '../doors.ts'
import { usePlace } from '../location.ts'
import { Overview } from './pages/overview.tsx'

const loadPages = () => import('./pages.tsx')
const Others = lazy(loadPages)

/** Milliseconds after which the other pages are loaded, when the overview has long been there. */
const later = 2000

/** The overview at once; whatever is behind it when somebody goes there, or a moment later. */
const Pages = (props: PagesProps) => {
  const { page } = usePlace()
  useEffect(() => {
    const timer = setTimeout(() => void loadPages(), later)
    return () => clearTimeout(timer)
  }, [])
  if (page === '') return <Overview version={props.live.version} dark={props.dark} />
  return (
    <Suspense fallback={<Card loading />}>
      <Others {...props} />
    </Suspense>
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
  {
    page: 'reconciliations',
    label: { zh: '双方核对', en: 'Two-sided reconciliation' },
    group: supervision,
  },
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
  isSearched: true,
  Pages,
}
