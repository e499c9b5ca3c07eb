/**
 * `node explorer/web/bench/main.ts [statements] [--folder FOLDER] [--assert]`: the explorer with a million statements,
 * by HTTP and in a real browser, and with many dashboards open. A folder keeps its index for the next time.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ExplorerIndex } from '@huren/explorer-index'
import { fill } from '@huren/explorer-index/bench'
import { createAccounts, startExplorer } from '@huren/explorer-server'
import { browser } from '@huren/explorer-server/testing'
import { builtPages, ensureBuilt } from '../build.ts'
import { dashboards } from './dashboards.ts'
import { visitPages } from './pages.ts'
import { askQuestions } from './questions.ts'
import { slowest } from './spread.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { folder: { type: 'string' }, assert: { type: 'boolean', default: false } },
})
const statements = Number(positionals[0] ?? 1_000_000)
const scratch = await mkdtemp(join(tmpdir(), 'huren-bench-'))
const folder = values.folder ?? scratch

const empty = await ExplorerIndex.open(folder)
const isNew = empty.statements.size < statements
const rebuild = isNew ? await fill(empty, statements) : undefined
await empty.close()

const opening = performance.now()
const index = await ExplorerIndex.open(folder)
console.log(
  `索引 index: ${index.statements.size} statements` +
    (rebuild
      ? `, made at ${Math.round(rebuild.perSecond)}/s (${Math.round(rebuild.perProcessorSecond)} a second of processor time)`
      : '') +
    `, opened in ${((performance.now() - opening) / 1000).toFixed(1)} s`,
)

await ensureBuilt()
const accounts = join(scratch, 'accounts.json')
const [person] = await createAccounts(accounts, [{ account: 'regulator', name: '监管员', role: 'regulator' }])
if (!person) throw new Error('there is an account')
const explorer = await startExplorer(
  {
    listen: { host: '127.0.0.1', port: 0 },
    dataDir: folder,
    web: builtPages,
    signIn: { kind: 'trial', accounts },
  },
  index,
)
const caller = browser(explorer.url)
await caller.signIn(person.account, person.password)

const byHttp = await askQuestions(index, caller.send, 40)
console.table(byHttp)
const [last = ''] = index.statements.list({}, 1)
const [newest] = await index.rows([last])
const { first, results: inBrowser } = await visitPages(
  explorer.url,
  person,
  {
    statement: newest?.row.id ?? '',
    institution: newest?.row.facts.institution ?? '',
    block: index.height >> 1,
  },
  20,
)
console.table({ ...inBrowser, 'first page, nothing kept': first })
const open = await dashboards(explorer.url, caller.jar, index)
console.log(open.sentence)
await explorer.close()
await index.close()
await rm(scratch, { recursive: true })

const million = `${statements.toLocaleString('en')} statements`
const bars = [
  ...(rebuild
    ? [
        {
          name: 'explorer: index rebuilt from blocks',
          required: '≥ 2000/s',
          measured: `${Math.round(rebuild.perSecond)}/s`,
          reached: rebuild.perSecond >= 2000,
        },
      ]
    : []),
  {
    name: `explorer: ${million}, slowest question by HTTP, p95`,
    required: '< 100 ms',
    measured: `${slowest(byHttp)} ms`,
    reached: slowest(byHttp) < 100,
  },
  {
    name: `explorer: ${million}, slowest page in the browser, p95`,
    required: '< 300 ms',
    measured: `${slowest(inBrowser)} ms`,
    reached: slowest(inBrowser) < 300,
  },
  {
    name: `explorer: ${million}, first page usable, median`,
    required: '< 1500 ms',
    measured: `${first.p50} ms`,
    reached: first.p50 < 1500,
  },
  {
    name: `explorer: ${open.dashboards} dashboards at ${open.wanted} statements/s, behind after each second`,
    required: `≤ ${open.wanted} statements`,
    measured: `${open.behind} at ${Math.round(open.perSecond)}/s`,
    reached: open.behind <= open.wanted && open.perSecond >= open.wanted * 0.95,
  },
]
console.log(JSON.stringify({ bars }))
if (values.assert && bars.some(({ reached }) => !reached)) process.exitCode = 1
