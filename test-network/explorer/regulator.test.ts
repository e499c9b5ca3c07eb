import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inflateSync } from 'node:zlib'
import { loadCentrals } from '@huren/cli/src/start/organisations.ts'
import { Gateway } from '@huren/client'
import { startBrowser } from '@huren/explorer-web/testing'
import { execa } from 'execa'
import tap, { test } from 'tap'
import { sharedSystem } from '../dev-env/shared.ts'
import { hurenMain, temporaryFolder } from '../dev-env/system.ts'
import { Account } from '../scenarios/account.ts'
import { anchoring } from '../scenarios/anchoring.ts'
import { consent, emergency } from '../scenarios/consent.ts'
import { joining } from '../scenarios/joining.ts'
import { recognition, withdrawal } from '../scenarios/recognition.ts'
import { referral } from '../scenarios/referral.ts'
import { Desk, wallScreen } from './desk.ts'

tap.setTimeout(175_000)

/** A whole system with the demo's data: nothing is a vector. */
const folder = await temporaryFolder()
const system = await sharedSystem(join(folder.path, 'data'))
const { browser, close } = await startBrowser()
const account = new Account()
const world = await joining(
  new Gateway({ url: system.url }),
  await loadCentrals(system.folders.organisations),
  account,
)
for (const scenario of [anchoring, recognition, withdrawal, consent, emergency])
  await scenario(world, account)
const desk = await Desk.signedIn(browser, system, 'regulator')
tap.teardown(async () => {
  await close()
  await system.stop()
  await folder.remove()
})

const verified = (receipt: string) =>
  execa(process.execPath, [
    hurenMain,
    ...['receipt', 'verify', receipt, '--trust', system.notaries?.trust ?? ''],
  ])

/** Files attached to a PDF: those of its compressed streams that are text. */
const streamsOf = (pdf: Buffer): string[] =>
  [...pdf.toString('latin1').matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g)].flatMap(([, bytes = '']) => {
    try {
      return [inflateSync(Buffer.from(bytes, 'latin1')).toString('utf8')]
    } catch {
      return []
    }
  })

let receipt = ''

test('ARCH-6 PROV-7 PROV-8 CITY-28 CITY-29: from the overview’s number to the list behind it, as many as it says', async (t) => {
  t.ok(account.held, 'the demo’s data are there')
  const figure = desk.page.locator('[data-indicator=recognised]')
  await desk.page.waitForFunction(
    () => document.querySelector('[data-indicator=recognised]')?.textContent !== '0',
  )
  t.same(await desk.judge('overview'), [], 'overview')
  const number = await figure.innerText()
  await figure.click()
  await desk.page.waitForSelector('a[href^="#/statement/"]')
  t.match(await desk.text('[data-count]'), `共 ${number} 条`)
  t.equal(await desk.page.locator('a[href^="#/statement/"]').count(), Number(number))
  t.same(await desk.look('statements'), [], 'statements')
})

test('PROV-4: a statement’s receipt is verified in this browser, and again by the command line', async (t) => {
  await desk.page.locator('a[href^="#/statement/"]').first().click()
  await desk.page.waitForSelector('[data-proof]')
  for (let tries = 0; tries < 40 && !(await desk.page.locator('[data-proof=proven]').count()); tries++) {
    await desk.page.waitForTimeout(500)
    await desk.page.reload()
    await desk.page.waitForSelector('[data-proof]:not([data-proof=pending])')
  }
  t.match(await desk.text('[data-proof=proven]'), /证明成立[\s\S]*已由以下机构见证/)
  t.same(await desk.judge('statement'), [], 'statement')
  const bytes = await desk.download('[data-download=receipt]')
  receipt = join(folder.path, 'statement.receipt')
  await writeFile(receipt, bytes)
  t.match((await verified(receipt)).stdout, /\[valid\]/)
  const pdf = await desk.download('[data-download=certificate]')
  t.equal(pdf.subarray(0, 5).toString(), '%PDF-')
  t.ok(streamsOf(pdf).includes(bytes.toString('utf8')), 'the certificate carries the same receipt')
  if (process.env.HUREN_SCREENSHOTS)
    await writeFile(join(process.env.HUREN_SCREENSHOTS, 'certificate.pdf'), pdf)
})

test('PROV-8: the time line of a report, from its anchor over decisions to its withdrawal', async (t) => {
  await desk.go('statements?type=report&outcome=withdrawn&result=committed', 'a[href^="#/statement/"]')
  await desk.page.locator('a[href^="#/statement/"]').first().click()
  await desk.page.locator('a[href^="#/record/"]').first().click()
  await desk.page.waitForSelector('.ant-table-row >> nth=1')
  const rows = await desk.page.locator('.ant-table-row').allInnerTexts()
  t.match(rows[0], /最终/)
  t.ok(rows.some((row) => row.includes('撤回')))
  t.same(await desk.look('time-line'), [], 'time line')
})

test('CHAIN-10 CHAIN-13 CHAIN-21 CHAIN-36 CHAIN-37: blocks, transactions, contracts, notaries as they are', async (t) => {
  await desk.go('notaries', '[data-notary=witnessed] >> nth=2')
  t.match(await desk.text(), /监管机构[\s\S]*SM2/, 'who cosigned, by the trust file')
  t.same(await desk.judge('notaries'), [], 'notaries')
  await desk.go('contracts', 'a[href^="#/transactions"]')
  t.match(
    await desk.text(),
    /互认 Recognition\s+互认决定\s+\d+ \(0\)\s+3\s+\d+/,
    'what it takes, wrote and refused',
  )
  t.same(await desk.look('contracts'), [], 'contracts')
  await desk.go('transactions', 'a[href^="#/transaction/"]')
  t.match(await desk.text(), /ConsensusOneMSP\/gateway/)
  t.same(await desk.look('transactions'), [], 'transactions')
  await desk.page.locator('a[href^="#/transaction/"]').first().click()
  await desk.page.waitForSelector('a[href^="#/block/"]')
  t.same(await desk.look('transaction'), [], 'transaction')
  await desk.page.locator('a[href^="#/block/"]').first().click()
  await desk.page.waitForSelector('text=数据哈希')
  for (const page of ['institutions', 'keys', 'blocks']) {
    await desk.go(page, '.ant-table-row')
    t.same(await desk.look(page), [], page)
  }
})

test('PROV-1 PROV-2 PROV-3 CITY-27 CHAIN-32: a rule is sharpened with a note; what it finds is owned, reminded of, closed', async (t) => {
  const { rows } = JSON.parse((await desk.get('/api/rules')).body)
  const rule = rows.find(({ id }: { id: string }) => id === 'institution-refuses-often')
  await desk.go('rules', '[data-rule=institution-refuses-often]')
  const card = desk.page.locator('[data-rule=institution-refuses-often]')
  await card.getByRole('spinbutton', { name: /^最少条数/ }).fill('1')
  await card.getByRole('spinbutton', { name: /^比例/ }).fill('0.1')
  await card.getByLabel('为何改动').fill('试点期间从严')
  await card.getByRole('button', { name: /保\s*存/ }).click()
  await desk.page.waitForFunction(() => !document.querySelector('[data-rule] button:not([role=switch])'))
  t.equal(rule.least, 30, 'as it was before')
  t.same(await desk.look('rules'), [], 'rules')
  await desk.go('findings', 'a[href^="#/finding/"]')
  t.same(await desk.look('findings'), [], 'findings')
  await desk.page.locator('a[href^="#/finding/"]', { hasText: '机构不互认比例过高' }).first().click()
  await desk.page.click('[data-action=own]')
  await desk.page.waitForSelector('[data-history="2"]')
  for (const [action, note, length] of [
    ['remind', '请核对不互认理由', 3],
    ['close', '已整改', 4],
  ] as const) {
    await desk.page.fill('textarea', note)
    await desk.page.click(`[data-action=${action}]`)
    await desk.page.waitForSelector(`[data-history="${length}"]`)
  }
  t.match(await desk.text(), /已了结|关闭/)
  t.same(await desk.judge('finding'), [], 'finding')
  await desk.go('changes', '.ant-table-row')
  t.match(await desk.text(), /试点期间从严/)
})

test('PROV-6: each indicator is drawn as its definition says, and no longer when the definition says a figure alone', async (t) => {
  const drawn = (id: string) => desk.page.locator(`.ant-card:has([data-indicator=${id}])`)
  const kindOf = (id: string) => drawn(id).locator('[data-drawn]').getAttribute('data-drawn')
  await desk.go('', '[data-indicator=recognition-rate]')
  await desk.page.waitForSelector('.ant-card:has([data-indicator=recognised]) canvas')
  t.equal(await kindOf('recognition-rate'), 'line')
  t.equal(await kindOf('recognised'), 'bar')
  const { indicators } = JSON.parse((await desk.get('/api/indicator-definitions')).body)
  const rate = indicators.findIndex(({ id }: { id: string }) => id === 'recognition-rate')
  const drawnAs = async (kind: string) => {
    await desk.go('indicators', 'fieldset')
    await desk.page.getByRole('combobox', { name: '展示方式' }).nth(rate).click()
    await desk.page.click(`.ant-select-dropdown:visible [title="${kind}"]`)
    await Promise.all([
      desk.page.waitForResponse((answer) => answer.request().method() === 'PUT' && answer.status() === 200),
      desk.page.click('[data-save]'),
    ])
    await desk.go('', '[data-indicator=recognition-rate]')
  }
  await drawnAs('数字与柱形')
  t.equal(await kindOf('recognition-rate'), 'bar')
  await drawnAs('仅数字')
  t.equal(await drawn('recognition-rate').getAttribute('data-chart'), 'none')
  t.equal(await drawn('recognition-rate').locator('canvas').count(), 0)
  await desk.go('indicators', 'fieldset')
  await Promise.all([
    desk.page.waitForResponse((answer) => answer.request().method() === 'PUT' && answer.status() === 200),
    desk.page.getByRole('button', { name: '恢复默认指标集' }).click(),
  ])
})

/** The count in a table of shares, and of the list that its link leads to. */
const behindShare = async (name: string, column: number) => {
  const link = desk.page.locator(`[data-shares=${name}] .ant-table-row >> nth=0`).locator('a').nth(column)
  const said = Number(
    /\((\d+)\)|^(\d+)$/
      .exec(await link.innerText())
      ?.slice(1)
      .find(Boolean),
  )
  await link.click()
  await desk.page.waitForFunction(
    (count) => document.querySelector('[data-count]')?.textContent?.includes(`共 ${count} 条`),
    said,
  )
  return said
}

test('PROV-9 CITY-30: by topic: each item’s outcomes, and the statements behind each number', async (t) => {
  await desk.go('topics', '[data-shares=topic] .ant-table-row')
  t.same(await desk.judge('topics'), [], 'topics')
  t.ok((await behindShare('topic', 0)) > 0)
  await desk.go('topics', '[data-shares=topic] .ant-table-row')
  await desk.page.locator('.ant-segmented-item', { hasText: '机构' }).click()
  await desk.page.waitForSelector('[data-shares=topic] .ant-table-row:has-text("GD-4403-")')
})

test('CITY-26: where it is used: the doctor’s desk, consents, emergencies, referrals', async (t) => {
  await desk.go('scenarios', '[data-grouped=moments] canvas')
  for (const name of ['moments', 'opened', 'emergency', 'consent', 'hours'])
    await desk.page.waitForSelector(`[data-grouped=${name}]:not([data-words="0"])`)
  t.same(await desk.judge('scenarios'), [], 'scenarios')
  const { counts } = JSON.parse((await desk.get('/api/counts?type=decision&by=moment')).body)
  const stated = world.taken.filter(({ envelope }) => envelope.payloadType.includes('.decision.'))
  t.equal(
    counts.reduce((sum: number, { count }: { count: number }) => sum + count, 0),
    stated.length,
    'each decision has its moment',
  )
  t.ok(counts.every(({ key }: { key: string[] }) => /^(visit|order|save|download)$/.test(key[0] ?? '')))
})

test('CITY-31: how the reminders perform: what doctors answered at each moment, and what is not on the ledger is said', async (t) => {
  await desk.go('reminder-service', '[data-shares=reminders] .ant-table-row')
  t.match(await desk.text(), /无人答复的提醒不上链/)
  t.match(await desk.text('[data-shares=reminders]'), /接诊|就诊[\s\S]*开单[\s\S]*保存[\s\S]*下载/)
  t.same(await desk.judge('reminder-service'), [], 'reminder service')
  t.ok((await behindShare('reminders', 0)) > 0)
})

test('CITY-32: quality of the data: what was refused, late, amended or withdrawn, by institution', async (t) => {
  await desk.go('quality', '[data-shares=versions] .ant-table-row')
  t.same(await desk.judge('quality'), [], 'quality')
  t.ok((await behindShare('results', 0)) > 0)
  await desk.go('quality', '[data-shares=timeliness] .ant-table-row')
  t.match(await desk.text('[data-shares=timeliness]'), /1 分钟内[\s\S]*100\.0%/)
})

test('PROV-11 PROV-12 PROV-13: on a phone: the five for region and institution, outcomes, items, the ranking', async (t) => {
  await desk.page.setViewportSize({ width: 390, height: 844 })
  await desk.go('', '[data-indicator=recognition-rate]')
  const figures = () => desk.page.locator('[data-indicator]').allInnerTexts()
  await desk.page.waitForFunction(
    () => document.querySelector('[data-indicator=reports]')?.textContent !== '0',
  )
  t.equal((await figures()).length, 5)
  const whole = Number(await desk.text('[data-indicator=reports]'))
  await desk.page.getByRole('combobox', { name: '机构' }).click()
  const { institution } = world.first
  await desk.page
    .locator('.ant-select-dropdown:visible .ant-select-item-option', { hasText: institution })
    .click()
  await desk.page.waitForFunction(
    (all) => Number(document.querySelector('[data-indicator=reports]')?.textContent) < all,
    whole,
  )
  await desk.page.waitForSelector('.halves canvas')
  await desk.go('ranking', '[data-ranking] .ant-table-row')
  const width = await desk.page.evaluate(() => document.documentElement.scrollWidth)
  t.ok(width <= 390, `${width}`)
  await desk.page.setViewportSize({ width: 1280, height: 800 })
})

test('CHAIN-38 CHAIN-39 CHAIN-40: volume of each chain account, unusual volumes and calls by rules', async (t) => {
  await desk.go('transactions', 'a[href^="#/transactions?client="]')
  const counts = JSON.parse((await desk.get('/api/transaction-counts?by=client')).body).counts
  const volumes = await desk.text('.halves')
  for (const { key, count } of counts)
    t.match(volumes.replaceAll(',', ''), new RegExp(`${key[0].replaceAll('.', '\\.')}\\s+${count}`))
  await desk.page.locator('a[href^="#/transactions?client="]').first().click()
  await desk.page.waitForSelector('a[href^="#/transaction/"]')
  await desk.go('rules', '[data-rule=client-burst]')
  const rule = desk.page.locator('[data-rule=client-burst]')
  await rule.getByRole('spinbutton', { name: /^最少条数/ }).fill('5')
  await rule.getByLabel('为何改动').fill('试点期间从严')
  await rule.getByRole('button', { name: /保\s*存/ }).click()
  await desk.page.waitForFunction(() => !document.querySelector('[data-rule] button:not([role=switch])'))
  await desk.go('findings', '.ant-table-row:has-text("交易量异常")')
  await desk.page.locator('.ant-table-row:has-text("交易量异常") a').first().click()
  await desk.page.getByRole('button', { name: '查看背后的明细' }).click()
  await desk.page.waitForSelector('a[href^="#/transaction/"]')
})

test('PROV-27: what is recognised and who recognises is published; nobody signs in, and it is verified here', async (t) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'zh-CN' })
  const visitor = new Desk(await context.newPage(), desk.url, 'notice')
  await visitor.page.goto(`${desk.url}/notice`)
  await visitor.page.waitForSelector('[data-list=items] li')
  t.match(await visitor.text(), /检查检验结果互认公示[\s\S]*现行互认规则[\s\S]*互认项目[\s\S]*参与互认的医院/)
  t.equal(Number(await visitor.text('[data-figure=institutions]')), 2)
  await visitor.page.locator('[data-list=institutions] [data-verify]').first().click()
  await visitor.page.waitForSelector('[data-list=institutions] [data-proof=proven]')
  t.same(await visitor.judge('notice'), [], 'notice')
  await visitor.page.getByRole('button', { name: 'English' }).click()
  await visitor.page.getByRole('button', { name: 'Dark' }).click()
  await visitor.page.waitForSelector('h1:has-text("Recognition of")')
  t.same(await visitor.judge('notice-dark-en'), [], 'dark, English')
  t.same([...visitor.complaints, ...visitor.elsewhere], [])
  await context.close()
})

test('PROV-10 PROV-13: a report is made, looked at, saved, and taken away as a file; a ranking', async (t) => {
  await desk.go('report/new', '[data-look]')
  await desk.page.click('[data-look]')
  await desk.page.waitForSelector('.ant-table-row')
  t.same(await desk.judge('report'), [], 'report')
  const choose = async (field: string, word: string) => {
    await desk.page.getByRole('combobox', { name: field }).click()
    await desk.page.click(`.ant-select-dropdown:visible [title="${word}"]`)
  }
  await choose('定时', '每日')
  await desk.page.getByLabel('时间（北京时间）').fill('07:30')
  await choose('格式', 'PDF')
  await desk.page.click('[data-save]')
  await desk.page.waitForFunction(() => !location.hash.endsWith('/new'))
  const id = new URL(desk.page.url()).hash.split('/').at(-1)
  const csv = await desk.get(`/api/reports/${id}/file?format=csv`)
  t.match(csv.body, /机构 Institution,声明数 Statements\n/)
  const pdf = await desk.get(`/api/reports/${id}/file?format=pdf`)
  t.match(pdf.body, /^%PDF-/)
  t.match((await desk.get(`/api/reports/${id}/file?format=xlsx`)).body, /^PK/)
  const [kept] = JSON.parse((await desk.get('/api/reports')).body).rows
  t.match(
    kept,
    { schedule: { every: 'day', at: '07:30', format: 'pdf' }, next: /T23:30:00/ },
    'made again at half past seven in China',
  )
  await desk.go('reports', '.ant-table-row')
  t.same(await desk.look('reports'), [], 'reports')
  await desk.go('ranking', '[data-ranking] .ant-table-row')
  t.same(await desk.look('ranking'), [], 'ranking')
})

test('GAP-1: an indicator is added on a page, and shown; the default set comes back', async (t) => {
  await desk.go('indicators', 'fieldset')
  t.same(await desk.look('indicators'), [], 'indicators')
  const answered = () =>
    desk.page.waitForResponse((answer) => answer.request().method() === 'PUT' && answer.status() === 200)
  await desk.page.getByRole('button', { name: '增加指标' }).click()
  await Promise.all([answered(), desk.page.click('[data-save]')])
  await desk.go('', '[data-indicator=indicator-6]')
  t.match(await desk.text('[data-indicator=indicator-6]'), /^[1-9]/)
  await desk.go('indicators', 'fieldset')
  await Promise.all([answered(), desk.page.getByRole('button', { name: '恢复默认指标集' }).click()])
  t.match(JSON.parse((await desk.get('/api/indicators')).body), { default: true, indicators: { length: 5 } })
})

test('PROV-5: a wall screen at 4K counts as statements come; a figure leads to the list behind it', async (t) => {
  await desk.go('wall', '[data-figure=recognition-rate]')
  t.same(await desk.look('wall'), [], 'wall')
  await desk.page.setViewportSize(wallScreen)
  await desk.page.emulateMedia({ colorScheme: 'dark' })
  const count = async () => Number((await desk.text('[data-figure=statements] strong')).replaceAll(',', ''))
  const before = await count()
  await referral(world, account)
  await desk.page.waitForFunction(
    (old) =>
      Number(document.querySelector('[data-figure=statements] strong')?.textContent?.replaceAll(',', '')) >
      old,
    before,
  )
  t.ok((await count()) > before, 'without loading the page again')
  await desk.picture('real-wall-4k')
  await desk.page.click('[data-figure=reports]')
  await desk.page.waitForSelector('a[href^="#/statement/"]')
})

test('nothing complained, nothing came from elsewhere; who read what is written down', async (t) => {
  t.same(desk.complaints, [])
  t.same(desk.elsewhere, [])
  const auditor = await Desk.signedIn(browser, system, 'auditor')
  await auditor.go('readings', '.ant-table-row')
  t.match(await auditor.text(), /regulator[\s\S]*\/api\/statements/)
  const readings: { key: string; account: string; path: string }[] = []
  for (let before = '', more = true; more; before = `&before=${readings.at(-1)?.key}`) {
    const { rows } = JSON.parse((await auditor.get(`/api/readings?limit=200${before}`)).body)
    readings.push(...rows)
    more = rows.length === 200
  }
  t.ok(readings.some(({ account, path }) => account === 'regulator' && path.startsWith('/api/receipts/')))
  t.same(await auditor.look('readings'), [], 'readings')
})

/** Sentences and names of a FHIR resource: whatever is text and has a blank in it. */
const wordsIn = (value: unknown): string[] => {
  if (typeof value === 'string') return value.length > 8 && value.includes(' ') ? [value] : []
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(wordsIn) : []
}

test('ARCH-11 SEC-12: the numbers are those of what was stated; no name and no word of a report stands behind them', async (t) => {
  const taken = world.taken.map(({ envelope }) => envelope.payloadType.replace(/^.*huren\.|\.v1.*$/g, ''))
  const { counts } = JSON.parse((await desk.get('/api/counts?by=type&result=committed')).body)
  for (const type of ['report', 'decision', 'consent', 'access', 'referral'])
    t.equal(
      counts.find(({ key }: { key: string[] }) => key[0] === type)?.count,
      taken.filter((each) => each === type).length,
      type,
    )
  const words = world.reports.flatMap(({ example }) =>
    wordsIn(JSON.parse(Buffer.from(example.bytes).toString())),
  )
  t.ok(words.length > 100, `${words.length} texts of the reports`)
  const { rows } = JSON.parse((await desk.get('/api/statements?limit=200')).body)
  t.ok(rows.length >= taken.length)
  for (const { id } of rows) {
    const { body } = await desk.get(`/api/statements/${id}`)
    const { text } = JSON.parse(body)
    const said = body + Buffer.from(JSON.parse(text).payload, 'base64').toString('utf8')
    t.same(
      words.filter((each) => said.includes(each)),
      [],
    )
  }
})
