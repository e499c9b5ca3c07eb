import { Certificates } from '../channel/certificates.tsx'
import { ChannelPage } from '../channel/channel.tsx'
import type { PagesProps } from '../doors.ts'
import { usePlace } from '../location.ts'
import { Changes, Readings } from './pages/accountability.tsx'
import { Block } from './pages/block.tsx'
import { Blocks } from './pages/blocks.tsx'
import { Contracts } from './pages/contracts.tsx'
import { FindingPage, Findings } from './pages/findings.tsx'
import { Indicators } from './pages/indicators.tsx'
import { Notaries } from './pages/notaries.tsx'
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
import { Reconciliations } from './reconciliations/list.tsx'
import { ReconciliationPage } from './reconciliations/page.tsx'

/** Every page behind the overview; the address names it. */
const Pages = ({ dark, live: { version, height, statements }, person }: PagesProps) => {
  const { page, id, query } = usePlace()
  return (
    <>
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
      {page === 'reconciliations' && <Reconciliations key={String(query)} query={query} />}
      {page === 'reconciliation' && <ReconciliationPage key={id} id={id} log={query.get('log') ?? ''} />}
      {page === 'rules' && <Rules />}
      {page === 'rule' && <RulePage key={id} id={id} from={query.get('from')} />}
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

export default Pages
