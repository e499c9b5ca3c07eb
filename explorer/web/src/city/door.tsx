import './city.css'
import { Certificates } from '../channel/certificates.tsx'
import { ChannelPage } from '../channel/channel.tsx'
import type { DoorModule, MenuEntry, PagesProps } from '../doors.ts'
import { usePlace } from '../location.ts'
import { FindingPage, Findings } from '../regulator/pages/findings.tsx'
import { Overview } from '../regulator/pages/overview.tsx'
import { Quality } from '../regulator/pages/quality.tsx'
import { ReminderService } from '../regulator/pages/reminder-service.tsx'
import { RulePage } from '../regulator/pages/rule-form.tsx'
import { Rules } from '../regulator/pages/rules.tsx'
import { Scenarios } from '../regulator/pages/scenarios.tsx'
import { Statement, TimeLine } from '../regulator/pages/statement.tsx'
import { Statements } from '../regulator/pages/statements.tsx'
import { Topics } from '../regulator/pages/topics.tsx'
import { Alarms } from './pages/alarms.tsx'
import { OperationPage } from './pages/operation.tsx'
import { Reminders } from './pages/reminders.tsx'
import { RequestsPage } from './pages/requests.tsx'

const whole = { zh: '本市', en: 'this city' }

/** How the city's part runs is its own; recognition is the regulator's pages, over the city's own statements alone. */
const Pages = ({ dark, live: { version }, person }: PagesProps) => {
  const { page, id, query } = usePlace()
  const analysed = { version, dark, whole }
  return (
    <>
      {page === '' && <OperationPage />}
      {page === 'alarms' && <Alarms />}
      {page === 'requests' && <RequestsPage />}
      {page === 'certificates' && <Certificates version={version} />}
      {page === 'channel' && <ChannelPage version={version} />}
      {page === 'recognition' && <Overview {...analysed} />}
      {page === 'topics' && <Topics {...analysed} />}
      {page === 'scenarios' && <Scenarios {...analysed} />}
      {page === 'reminder-service' && <ReminderService {...analysed} />}
      {page === 'quality' && <Quality {...analysed} />}
      {page === 'statements' && <Statements key={String(query)} query={query} />}
      {page === 'statement' && <Statement id={id} />}
      {page === 'record' && <TimeLine id={id} />}
      {page === 'findings' && <Findings version={version} />}
      {page === 'finding' && <FindingPage id={id} />}
      {page === 'rules' && <Rules city={person.city} />}
      {page === 'rule' && (
        <RulePage key={`${id} ${query}`} id={id} city={person.city} from={query.get('from')} />
      )}
      {page === 'reminders' && <Reminders version={version} />}
    </>
  )
}

const ledger = { zh: '账本', en: 'Ledger' }
const supervision = { zh: '监督', en: 'Supervision' }
const recognition = { zh: '互认', en: 'Recognition' }

const entries: readonly MenuEntry[] = [
  { page: '', label: { zh: '节点与运行', en: 'Operation' } },
  { page: 'alarms', label: { zh: '告警', en: 'Alarms' } },
  { page: 'requests', label: { zh: '待签申请', en: 'Requests' } },
  { page: 'certificates', label: { zh: '证书', en: 'Certificates' }, group: ledger },
  { page: 'channel', label: { zh: '通道与合约', en: 'Channel and contracts' }, group: ledger },
  { page: 'recognition', label: { zh: '本市互认情况', en: 'Recognition in this city' }, group: recognition },
  { page: 'topics', label: { zh: '主题分析', en: 'Topics' }, group: recognition },
  { page: 'scenarios', label: { zh: '应用场景', en: 'Scenarios' }, group: recognition },
  { page: 'reminder-service', label: { zh: '提醒服务', en: 'Reminder service' }, group: recognition },
  { page: 'quality', label: { zh: '数据质量', en: 'Data quality' }, group: recognition },
  { page: 'statements', label: { zh: '声明', en: 'Statements' }, group: recognition },
  { page: 'findings', label: { zh: '异常行为', en: 'Findings' }, group: supervision },
  { page: 'rules', label: { zh: '监管规则', en: 'Rules' }, group: supervision },
  { page: 'reminders', label: { zh: '监管提醒', en: 'Reminders' }, group: supervision },
]

export const door: DoorModule = { menu: () => entries, isSearched: true, Pages }
