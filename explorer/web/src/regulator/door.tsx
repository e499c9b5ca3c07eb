import type { DoorModule, PagesProps } from '../doors.ts'
import { usePlace } from '../location.ts'
import { Blocks, Institutions, Keys, Readings, Transactions } from './pages/chain.tsx'
import { Overview } from './pages/overview.tsx'
import { Statement, TimeLine } from './pages/statement.tsx'
import { Statements } from './pages/statements.tsx'

const Pages = ({ dark, live: { version } }: PagesProps) => {
  const { page, id, query } = usePlace()
  return (
    <>
      {page === '' && <Overview version={version} dark={dark} />}
      {page === 'statements' && <Statements key={String(query)} query={query} />}
      {page === 'statement' && <Statement id={id} />}
      {page === 'record' && <TimeLine id={id} />}
      {page === 'blocks' && <Blocks version={version} />}
      {page === 'transactions' && <Transactions version={version} />}
      {page === 'institutions' && <Institutions version={version} />}
      {page === 'keys' && <Keys version={version} />}
      {page === 'readings' && <Readings />}
    </>
  )
}

export const door: DoorModule = {
  menu: ({ role }) => [
    { page: '', label: { zh: '总览', en: 'Overview' } },
    { page: 'statements', label: { zh: '声明', en: 'Statements' } },
    { page: 'blocks', label: { zh: '区块', en: 'Blocks' } },
    { page: 'transactions', label: { zh: '交易', en: 'Transactions' } },
    { page: 'institutions', label: { zh: '机构', en: 'Institutions' } },
    { page: 'keys', label: { zh: '密钥', en: 'Keys' } },
    ...(role === 'auditor' ? [{ page: 'readings', label: { zh: '阅读记录', en: 'Readings' } }] : []),
  ],
  Pages,
}
