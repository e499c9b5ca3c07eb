import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inflateSync } from 'node:zlib'
import { loadCentrals } from '@huren/cli/src/start/organisations.ts'
import { Gateway } from '@huren/client'
import { execa } from 'execa'
import tap, { test } from 'tap'
import { hurenMain, startSystem, temporaryFolder } from '../dev-env/system.ts'
import { startBrowser } from '../patient/phone.ts'
import { Account } from '../scenarios/account.ts'
import { anchoring } from '../scenarios/anchoring.ts'
import { consent } from '../scenarios/consent.ts'
import { joining } from '../scenarios/joining.ts'
import { recognition, withdrawal } from '../scenarios/recognition.ts'
import { referral } from '../scenarios/referral.ts'
import { Desk, wallScreen } from './desk.ts'

tap.setTimeout(175_000)

/** A whole system with the demo's data: nothing is a vector. */
const folder = await temporaryFolder()
const system = await startSystem({ data: folder.path, without: [] })
const { browser, close } = await startBrowser()
const account = new Account()
const world = await joining(
  new Gateway({ url: system.url }),
  await loadCentrals(system.folders.organisations),
  account,
)
for (const scenario of [anchoring, recognition, withdrawal, consent]) await scenario(world, account)
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

test('PROV-10 PROV-13: a report is made, looked at, saved, and taken away as a file; a ranking', async (t) => {
  await desk.go('report/new', '[data-look]')
  await desk.page.click('[data-look]')
  await desk.page.waitForSelector('.ant-table-row')
  t.same(await desk.judge('report'), [], 'report')
  await desk.page.click('[data-save]')
  await desk.page.waitForFunction(() => !location.hash.endsWith('/new'))
  const id = new URL(desk.page.url()).hash.split('/').at(-1)
  const csv = await desk.get(`/api/reports/${id}/file?format=csv`)
  t.match(csv.body, /机构 Institution,声明数 Statements\n/)
  const pdf = await desk.get(`/api/reports/${id}/file?format=pdf`)
  t.match(pdf.body, /^%PDF-/)
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
  t.match(await auditor.text(), /regulator[\s\S]*\/api\/receipts\//)
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
