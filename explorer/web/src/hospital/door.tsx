import './hospital.css'
import type { DoorModule, MenuEntry, PagesProps } from '../doors.ts'
import { usePlace } from '../location.ts'
import { Statement, TimeLine } from '../regulator/pages/statement.tsx'
import { DeadLetterPage } from './pages/dead-letter.tsx'
import { DecisionsPage } from './pages/decisions.tsx'
import { DeskPage } from './pages/desk.tsx'
import { KeysPage } from './pages/keys.tsx'
import { ReconciliationPage } from './pages/reconciliation.tsx'
import { RepairPage } from './pages/repair.tsx'
import { SubmittedPage } from './pages/submitted.tsx'
import { Today } from './pages/today.tsx'
import { DeskProvider } from './parts/desk.tsx'

const Pages = ({ dark, live: { version }, person }: PagesProps) => {
  const { page, id, query } = usePlace()
  return (
    <DeskProvider account={person.account}>
      {page === '' && <Today version={version} dark={dark} />}
      {page === 'submitted' && <SubmittedPage version={version} query={query} />}
      {page === 'repair' && <RepairPage version={version} />}
      {page === 'dead-letter' && <DeadLetterPage key={id} id={id} />}
      {page === 'keys' && <KeysPage version={version} />}
      {page === 'decisions' && <DecisionsPage version={version} dark={dark} />}
      {page === 'reconciliation' && <ReconciliationPage version={version} />}
      {page === 'desk' && <DeskPage />}
      {page === 'statement' && <Statement id={id} />}
      {page === 'record' && <TimeLine id={id} />}
    </DeskProvider>
  )
}

const entries: readonly MenuEntry[] = [
  { page: '', label: { zh: '今日', en: 'Today' } },
  { page: 'submitted', label: { zh: '提交与阶段', en: 'Submitted' } },
  { page: 'repair', label: { zh: '拒绝与死信', en: 'Refused and dead' } },
  { page: 'keys', label: { zh: '密钥与证书', en: 'Keys' } },
  { page: 'decisions', label: { zh: '科室与医生', en: 'Decisions' } },
  { page: 'reconciliation', label: { zh: '与城市对账', en: 'Reconciliation' } },
  { page: 'desk', label: { zh: '本机密钥', en: 'This desk' } },
]

export const door: DoorModule = { menu: () => entries, isSearched: true, mindsClock: true, Pages }
