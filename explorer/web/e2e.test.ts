import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BlockTransaction, ExplorerIndex } from '@huren/explorer-index'
import { createAccounts, startExplorer } from '@huren/explorer-server'
import { parseEnvelope } from '@huren/records'
import type { Page } from 'playwright-core'
import { type Test, test } from 'tap'
import { builtPages, ensureBuilt } from './build.ts'
import { type RunningBrowser, seriousViolations, startBrowser } from './testing/index.ts'

interface Vectors {
  readonly texts: readonly string[]
  readonly cases: readonly { name: string; now: number; trust: number; receipt: number }[]
}
/** Receipts that the notary's formats define, and the trust file that goes with them. */
const { texts, cases }: Vectors = JSON.parse(
  readFileSync(join(import.meta.dirname, '../verify/vectors/passing.json'), 'utf8'),
)
const names = ['report', 'institution', 'signing-key-own', 'consent', 'erasure', 'refused']
const chosen = cases.filter(({ name }) => names.includes(name))
const now = chosen[0]?.now ?? 0
const receiptOf = (name: string) => texts[cases.find((each) => each.name === name)?.receipt ?? -1] ?? ''
const envelopeOf = (receipt: string): string => JSON.parse(receipt).statements[0].envelope
const idOf = (name: string) => parseEnvelope(envelopeOf(receiptOf(name))).id

/** The chosen statements as a block; the server's index needs no more. */
const block = () => {
  const envelopes = chosen.map(({ name }) => envelopeOf(receiptOf(name)))
  const transaction: BlockTransaction = {
    id: 'ab'.repeat(32),
    index: 0,
    validation: 'VALID',
    at: new Date(now - 3_600_000).toISOString(),
    client: 'ConsensusOneMSP/gateway',
    function: 'Report:submit',
    texts: envelopes,
    answers: envelopes.map((text, i) => ({
      id: parseEnvelope(text).id,
      outcome: chosen[i]?.name === 'refused' ? 'refused' : 'committed',
      ...(chosen[i]?.name === 'refused' && { code: 'key-use' }),
    })),
  }
  const invalid = {
    ...transaction,
    id: 'cd'.repeat(32),
    index: 1,
    validation: 'MVCC_READ_CONFLICT',
    answers: [],
  }
  // what no contract has
  const backdoor = {
    ...transaction,
    id: 'ef'.repeat(32),
    index: 2,
    function: 'Backdoor:open',
    texts: [],
    answers: [],
  }
  const transactions = [transaction, invalid, backdoor]
  return { number: 0, previousHash: '', dataHash: 'ef'.repeat(32), transactions }
}

/** Serves receipts as a notary does, after `change`. */
const startNotary = async (t: Test, change: (receipt: string) => string) => {
  const byId = new Map<string, string>(chosen.map(({ name }) => [idOf(name), receiptOf(name)]))
  const server = createServer(({ url = '' }, response) => {
    const receipt = byId.get(url.split('/').at(-1) ?? '')
    response
      .writeHead(receipt ? 200 : 404, { 'content-type': 'application/json' })
      .end(change(receipt ?? '{}'))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => new Promise((resolve) => server.close(resolve)))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const scratch = await mkdtemp(join(tmpdir(), 'huren-web-'))
let running: RunningBrowser

const start = async (t: Test, change = (receipt: string) => receipt) => {
  const dir = await mkdtemp(join(scratch, 'explorer-'))
  const [accounts, trust] = [join(dir, 'accounts.json'), join(dir, 'trust.json')]
  const [auditor] = await createAccounts(accounts, [{ account: 'auditor', name: '审计员', role: 'auditor' }])
  await writeFile(trust, texts[chosen[0]?.trust ?? 0] ?? '')
  const notary = await startNotary(t, change)
  const index = await ExplorerIndex.open(dir)
  await index.add([block()])
  const listen = { host: '127.0.0.1', port: 0 }
  const explorer = await startExplorer(
    { listen, dataDir: dir, web: builtPages, notary, trust, signIn: { kind: 'trial', accounts } },
    index,
  )
  t.teardown(async () => {
    await explorer.close()
    await index.close()
  })
  return { index, url: explorer.url, password: auditor?.password ?? '' }
}

/** Pages of the door, and what is on each when it has come. */
const morePages = {
  topics: '[data-shares=topic] .ant-table',
  scenarios: '[data-grouped=moments] p',
  'reminder-service': '[data-shares=reminders] .ant-table',
  quality: '[data-shares=timeliness] .ant-table-row',
  ranking: '[data-ranking] .ant-table',
  reports: '.ant-table',
  'report/new': '[data-look]',
  indicators: 'fieldset',
  findings: '[data-findings]',
  rules: '[data-rule]',
  'rule/new': '[data-rule-form]',
  'rule/night-access': '[data-versions]',
  certificates: '.ant-table',
  channel: '[data-contracts]',
  contracts: '.ant-table-row',
  notaries: '[data-notary]',
  'block/0': '.ant-table-row',
  [`transaction/${'ab'.repeat(32)}`]: '.ant-table-row',
  changes: '.ant-table',
  wall: '[data-figure]',
}

/** Held upright. */
const tablet = { width: 834, height: 1112 }

/** A page whose every complaint and every request is kept. */
const openPage = async (t: Test, url: string, size: { width: number; height: number }) => {
  const context = await running.browser.newContext({ viewport: size, locale: 'zh-CN' })
  t.teardown(() => context.close())
  const page = await context.newPage()
  await page.clock.setFixedTime(new Date(now))
  page.setDefaultTimeout(10_000)
  const complaints: string[] = []
  const elsewhere: string[] = []
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).origin !== url)
      elsewhere.push(request.url())
  })
  return { page, complaints, elsewhere }
}

const signIn = async (page: Page, url: string, password: string) => {
  await page.goto(`${url}/sign-in`)
  await page.fill('[name=account]', 'auditor')
  await page.fill('[name=password]', password)
  await page.click('button')
  await page.waitForSelector('.figure')
}

const picture = async (page: Page, name: string) => {
  const folder = process.env.HUREN_SCREENSHOTS
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
}

test('build the application and start a browser', { timeout: 150_000 }, async () => {
  await ensureBuilt()
  running = await startBrowser()
})

for (const [device, size] of Object.entries({
  desktop: { width: 1280, height: 800 },
  phone: { width: 390, height: 844 },
}))
  test(
    `PROV-7, CITY-25${device === 'phone' ? ', PROV-11' : ''} on a ${device}: from a number to its statements to a proof made in the browser`,
    { timeout: 90_000 },
    async (t) => {
      const { url, password } = await start(t)
      const { page, complaints, elsewhere } = await openPage(t, url, size)
      await signIn(page, url, password)
      await page.waitForLoadState('load')
      await page.waitForTimeout(500)
      await picture(page, `${device}-overview`)
      t.same(await seriousViolations(page), [], 'overview: axe')
      const reports = page.locator('[data-indicator=reports]')
      t.equal(await reports.innerText(), '1')
      await reports.click()
      await page.waitForSelector('a[href^="#/statement/"]')
      t.match(await page.locator('[data-count]').innerText(), /共 1 条/)
      await picture(page, `${device}-statements`)
      await page.click(`a[href="#/statement/${idOf('report')}"]`)
      await page.waitForSelector('[data-proof=proven]')
      t.match(await page.locator('[data-proof]').innerText(), /证明成立[\s\S]*已由以下机构见证/)
      await picture(page, `${device}-statement`)
      t.same(await seriousViolations(page), [], 'statement: axe')
      await page.goto(`${url}/#/statement/${idOf('refused')}`)
      await page.waitForSelector('[data-proof=proven]')
      t.match(await page.locator('[data-proof]').innerText(), /未被接受/)
      for (const name of ['blocks', 'transactions', 'institutions', 'keys', 'readings']) {
        await page.goto(`${url}/#/${name}`)
        await page.waitForSelector('.ant-table-row')
        t.same(await seriousViolations(page), [], `${name}: axe`)
        await picture(page, `${device}-${name}`)
      }
      for (const [name, shown] of Object.entries(morePages)) {
        await page.goto(`${url}/#/${name}`)
        await page.waitForSelector(shown)
        t.same(await seriousViolations(page), [], `${name}: axe`)
        await picture(page, `${device}-${name.replace('/', '-')}`)
        const widthOf = () => page.evaluate(() => document.documentElement.scrollWidth)
        t.ok((await widthOf()) <= size.width, `${name}: nothing sticks out: ${await widthOf()}`)
        if (device === 'phone') continue
        await page.setViewportSize(tablet)
        t.ok((await widthOf()) <= tablet.width, `${name}, tablet: nothing sticks out: ${await widthOf()}`)
        await picture(page, `tablet-${name.replace('/', '-')}`)
        await page.setViewportSize(size)
      }
      await page.getByRole('combobox', { name: '查找' }).fill(idOf('consent').slice(0, 10))
      await page.locator('.ant-select-item-option', { hasText: '声明' }).click()
      await page.waitForSelector('[data-proof=proven]')
      t.match(await page.locator('main').innerText(), idOf('consent'), 'found by the beginning of its id')
      t.same(complaints, [], 'no error, and nothing that the page’s policy has to stop')
      t.same(elsewhere, [], 'no request to anybody else')
      const width = await page.evaluate(() => document.documentElement.scrollWidth)
      t.ok(width <= size.width, `nothing sticks out: ${width}`)
    },
  )

test(
  'PROV-2 PROV-3 CITY-27: a rule is made and changed on a page; the server judges it, each version is kept',
  { timeout: 90_000 },
  async (t) => {
    const { url, password } = await start(t)
    const { page, complaints } = await openPage(t, url, { width: 1280, height: 800 })
    await signIn(page, url, password)
    await page.goto(`${url}/#/rule/new`)
    await page.waitForSelector('[data-rule-form]')
    await page.getByLabel('标识').fill('own-rule')
    await page.getByLabel('名称（中文）').fill('自定义规则')
    await page.getByLabel('为何改动').fill('试点')
    await page.click('[data-save]')
    await page.waitForSelector('.ant-alert-error')
    t.match(
      await page.locator('.ant-alert-error').innerText(),
      /参数/,
      'what is missing is refused by the server',
    )
    complaints.length = 0
    await page.getByLabel('名称 (English)').fill('A rule of our own')
    await page.getByLabel('发现后怎么办（中文）').fill('<script>alert(1)</script>')
    await page.getByLabel('发现后怎么办 (English)').fill('look')
    await page.click('[data-save]')
    await page.waitForSelector('[data-rule=own-rule]')
    t.match(await page.locator('[data-rule=own-rule]').innerText(), /自定义规则[\s\S]*<script>[\s\S]*第 1 版/)
    await page.click('[data-rule=own-rule] a')
    await page.waitForSelector('[data-versions="1"]')
    await page.getByRole('spinbutton', { name: '最少条数' }).fill('25')
    await page.getByLabel('为何改动').fill('从宽')
    await page.click('[data-save]')
    await page.waitForSelector('[data-rule=own-rule]')
    await page.goto(`${url}/#/rule/own-rule`)
    await page.waitForSelector('[data-versions="2"]')
    t.match(await page.locator('[data-versions]').innerText(), /从宽[\s\S]*least: 10 → 25/)
    t.same(await seriousViolations(page), [])
    await picture(page, 'desktop-rule')
    t.same(complaints, [])
  },
)

test(
  'CHAIN-37 CHAIN-40: an invalid transaction and a call of no contract are found, each with its list',
  { timeout: 60_000 },
  async (t) => {
    const { url, password } = await start(t)
    const { page, complaints } = await openPage(t, url, { width: 1280, height: 800 })
    await signIn(page, url, password)
    await page.goto(`${url}/#/contracts`)
    await page.waitForSelector('.ant-alert-error')
    t.match(await page.locator('.ant-alert-error').innerText(), /异常合约调用：Backdoor:open（1）/)
    await page.goto(`${url}/#/findings`)
    await page.waitForSelector('.ant-table-row:has-text("Backdoor:open")')
    t.match(await page.locator('[data-findings]').innerText(), /读写冲突 MVCC_READ_CONFLICT/)
    await page.locator('.ant-table-row:has-text("Backdoor:open") a').click()
    await page.getByRole('button', { name: '查看背后的明细' }).click()
    await page.waitForSelector('a[href^="#/transaction/"]')
    t.same(
      await page
        .locator('a[href^="#/transaction/"]')
        .evaluateAll((all) => all.map((each) => each.getAttribute('href'))),
      [`#/transaction/${'ef'.repeat(32)}`],
    )
    t.same(complaints, [])
  },
)

test('PROV-4: a server that lies is shown in red', { timeout: 60_000 }, async (t) => {
  const { index, url, password } = await start(t)
  const { page } = await openPage(t, url, { width: 1280, height: 800 })
  await signIn(page, url, password)
  const [key = ''] = await index.entriesOf(idOf('report'))
  const said = JSON.parse((await index.buckets.texts.get(key)) ?? '')
  const payload = JSON.parse(Buffer.from(said.payload, 'base64').toString())
  said.payload = Buffer.from(JSON.stringify({ ...payload, item: 'L00099' })).toString('base64')
  await index.buckets.texts.put(key, JSON.stringify(said))
  await page.goto(`${url}/#/statement/${idOf('report')}`)
  await page.waitForSelector('[data-proof=lie] .ant-alert-error')
  t.match(await page.locator('[data-proof]').innerText(), /不可信[\s\S]*内容被改动/)
  await picture(page, 'desktop-lie')
  await page.goto(`${url}/#/statement/${'0'.repeat(64)}`)
  await page.waitForSelector('.ant-alert-error')
  t.match(await page.locator('main').innerText(), /没有此声明/, 'a forged id is told so')
})

test('a notary that lies is shown in red', { timeout: 60_000 }, async (t) => {
  const flip = (receipt: string) =>
    receipt.replace(/"hashes":"(.)/, (_, first) => `"hashes":"${first === 'A' ? 'B' : 'A'}`)
  const { url, password } = await start(t, flip)
  const { page } = await openPage(t, url, { width: 390, height: 844 })
  await signIn(page, url, password)
  await page.goto(`${url}/#/statement/${idOf('report')}`)
  await page.waitForSelector('[data-proof=lie] .ant-alert-error')
  t.match(await page.locator('[data-proof]').innerText(), /不可信/)
})

const script = '<img src=x onerror="globalThis.hacked = true">'
/** Pages where somebody writes. */
const forms = ['', 'report/new', 'indicators', 'rules', 'rule/new', 'institutions', 'keys']

test(
  'SEC-12: a script in every text field of every page is text, and stays text where it is shown again',
  { timeout: 90_000 },
  async (t) => {
    const { url, password } = await start(t)
    const { page, complaints } = await openPage(t, url, { width: 1280, height: 800 })
    await signIn(page, url, password)
    const isHarmless = () =>
      page.evaluate(() => !('hacked' in globalThis) && !document.querySelector('img[src=x]'))
    let filled = 0
    for (const name of forms) {
      await page.goto(`${url}/#/${name}`)
      await page.waitForSelector('main .ant-card')
      const fields = page.locator('input[type=text]:visible, input[type=search]:visible, textarea:visible')
      for (const field of await fields.all()) {
        if (!(await field.isEditable())) continue
        await field.fill(script)
        filled++
      }
      await page.keyboard.press('Escape')
      for (const button of await page.locator('[data-look], [data-save]:enabled').all()) await button.click()
      t.ok(await isHarmless(), name)
    }
    t.ok(filled > 20, `${filled} fields`)
    await page.goto(`${url}/#/report/new`)
    await page.getByRole('textbox', { name: '名称' }).fill(script)
    await page.click('[data-save]')
    await page.waitForFunction(() => !location.hash.endsWith('/new'))
    await page.goto(`${url}/#/reports`)
    await page.waitForSelector(`a:has-text("onerror")`)
    t.ok(await isHarmless(), 'as a report’s name, in the list')
    await page.goto(`${url}/#/statements?item=${encodeURIComponent(script)}`)
    await page.waitForSelector('[data-count]')
    t.ok(await isHarmless(), 'in an address')
    t.same(
      complaints.filter((text) => !/status of 40[04]/.test(text)),
      [],
      'refused by the server, and nothing that the policy had to stop',
    )
  },
)

test('a slow server is waited for, a dead one is said; a wrong clock too', { timeout: 60_000 }, async (t) => {
  const { url, password } = await start(t)
  const { page } = await openPage(t, url, { width: 1280, height: 800 })
  await page.clock.setFixedTime(Date.now() + 2 * 3_600_000)
  await signIn(page, url, password)
  t.match(await page.locator('[data-clock=differs]').innerText(), /快约 1(19|20) 分钟/)
  t.same(await seriousViolations(page), [], 'axe')
  await page.route('**/api/statements?*', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1500))
    await route.continue()
  })
  await page.goto(`${url}/#/statements`)
  await page.waitForSelector('.ant-spin-spinning')
  await page.waitForSelector('.ant-table-row')
  t.equal(await page.locator('.ant-spin-spinning').count(), 0, 'slow: it is said until the rows are there')
  await page.unroute('**/api/statements?*')
  await page.route('**/api/**', (route) => route.abort())
  await page.goto(`${url}/#/transactions`)
  await page.waitForSelector('.ant-alert-error')
  t.match(await page.locator('main').innerText(), /服务器没有回应/)
  await page.unroute('**/api/**')
  await page.route('**/api/events', (route) => route.abort())
  await page.reload()
  await page.waitForSelector('[data-live=no]')
  t.match(await page.locator('footer').innerText(), /实时更新中断/)
})

test('close the browser', async () => {
  await running?.close()
  await rm(scratch, { recursive: true, force: true })
})
