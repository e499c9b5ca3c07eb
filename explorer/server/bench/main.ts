/**
 * How fast the explorer answers over HTTP with many statements, and whether many dashboards keep up:
 * node explorer/server/bench/main.ts FOLDER   (a folder made by fill.ts)
 */
import { join } from 'node:path'
import { ExplorerIndex } from '@huren/explorer-index'
import { createAccounts, startExplorer } from '../src/index.ts'
import { browser } from '../src/testing/browser.ts'
import { dashboards } from './dashboards.ts'

const folder = process.argv[2] ?? ''
const opened = performance.now()
const index = await ExplorerIndex.open(folder)
console.log(
  `${index.statements.size} statements, opened in ${((performance.now() - opened) / 1000).toFixed(1)} s`,
)
const accounts = join(folder, 'accounts.json')
const [person] = await createAccounts(accounts, [{ account: 'regulator', name: '监管员', role: 'regulator' }])
const explorer = await startExplorer(
  {
    listen: { host: '127.0.0.1', port: 0 },
    dataDir: folder,
    web: folder,
    signIn: { kind: 'trial', accounts },
  },
  index,
)
const one = browser(explorer.url)
await one.signIn('regulator', person?.password ?? '')

const china = (daysAgo: number) =>
  new Date(Date.now() + 8 * 3_600_000 - daysAgo * 86_400_000).toISOString().slice(0, 10)
const month = `from=${china(29)}&to=${china(0)}`
const year = `from=${china(364)}&to=${china(0)}`
const [last = ''] = index.statements.list({}, 1)
const [row] = await index.rows([last])
const middle = index.statements.list({}, 1, `${String(index.height >> 1).padStart(10, '0')}-00000-00000`)[0]

/** Every kind of page; `#` is another number each time, so that no answer is a kept one. */
const questions: Readonly<Record<string, string>> = {
  'indicators, a month, with the month and the year before': `/api/indicators?${month}&limitless=#`,
  'indicators, a year': `/api/indicators?${year}&hour=0&hour=1&hour=#`,
  'decisions a day': `/api/counts?${month}&type=decision&by=day&by=outcome&limit=#`,
  'all statements by type and result': '/api/counts?by=type&by=result&limit=#',
  'by institution, a year': `/api/counts?${year}&by=institution&by=outcome&limit=#`,
  'refusals by code, always': '/api/counts?result=refused&by=code&limit=#',
  'list: newest': '/api/statements?limit=50',
  'list: one institution, one outcome': '/api/statements?institution=GD-4405-00004&outcome=blocked',
  'list: nothing to be found': '/api/statements?institution=GD-9999-00000',
  'list: a page in the middle': `/api/statements?type=decision&before=${middle}`,
  'one statement': `/api/statements/${row?.row.id}`,
  'transactions: invalid ones': '/api/transactions?validation=MVCC_READ_CONFLICT',
  'transactions of each client': '/api/transaction-counts?by=client',
  'a block': `/api/blocks/${index.height >> 1}`,
  findings: '/api/findings',
}

let slowest = 0
for (const [name, path] of Object.entries(questions)) {
  const times: number[] = []
  for (let i = 0; i < 40; i++) {
    const address = path.replace('&limitless=#', `&hour=#`).replaceAll('#', String(10 + i))
    const before = performance.now()
    const answer = await one.send(address)
    await answer.arrayBuffer()
    times.push(performance.now() - before)
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`)
  }
  times.sort((a, b) => a - b)
  slowest = Math.max(slowest, times[37] ?? 0)
  console.log(`${name}: p50 ${times[20]?.toFixed(1)} ms, p95 ${times[37]?.toFixed(1)} ms`)
}
console.log(`slowest p95: ${slowest.toFixed(1)} ms (bar 100)`)
await dashboards(explorer.url, one.jar, index)
await explorer.close()
await index.close()
