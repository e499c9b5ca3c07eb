import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { loadCentrals } from '@huren/cli/src/start/organisations.ts'
import { Gateway } from '@huren/client'
import { startBrowser } from '@huren/explorer-web/testing'
import { feedOf, writeFeed } from '@huren/fabric-network'
import { anyUpdate, proposalWith, standingNetwork } from '@huren/fabric-network/testing/proposals'
import tap, { test } from 'tap'
import { sharedSystem } from '../dev-env/shared.ts'
import { temporaryFolder } from '../dev-env/system.ts'
import { Account } from '../scenarios/account.ts'
import { anchoring } from '../scenarios/anchoring.ts'
import { joining } from '../scenarios/joining.ts'
import { recognition } from '../scenarios/recognition.ts'
import { Desk } from './desk.ts'

tap.setTimeout(175_000)

/** A whole system with the demo's data, and what a city's machine on the real network says: one whose nodes stand still. */
const folder = await temporaryFolder()
const standing = await standingNetwork()
const system = await sharedSystem(join(folder.path, 'data'))
const { browser, close } = await startBrowser()
tap.teardown(async () => {
  await close()
  await system.stop()
  await folder.remove()
  standing.remove()
})
const account = new Account()
const world = await joining(
  new Gateway({ url: system.url }),
  await loadCentrals(system.folders.organisations),
  account,
)
for (const scenario of [anchoring, recognition]) await scenario(world, account)

const feed = join(folder.path, 'feed.json')
const sites = join(system.folders.explorer, 'cities.json')

/** The operator names the city's feed; the explorer is started again with it. */
const configureFeed = async () => {
  const [site] = JSON.parse(await readFile(sites, 'utf8'))
  await writeFile(sites, JSON.stringify([{ ...site, feed }]))
  process.kill(system.pids.explorer ?? 0, 'SIGTERM')
  const healthy = () =>
    fetch(`${system.explorer?.url}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    )
  await new Promise((resolve) => setTimeout(resolve, 500))
  for (let tries = 0; tries < 200 && !(await healthy()); tries++)
    await new Promise((resolve) => setTimeout(resolve, 100))
}

const complaints: string[] = []
const elsewhere: string[] = []
const enter = async () => {
  const desk = await Desk.signedIn(browser, system, 'city', 'city')
  return desk
}
const leave = (desk: Desk) => {
  complaints.push(...desk.complaints)
  elsewhere.push(...desk.elsewhere)
}

test('CHAIN-5 CITY-33: what npm start brings: heights, lag, queue, certificate; what nobody tells stands as not known', async (t) => {
  const desk = await enter()
  await desk.page.waitForSelector('[data-gateway="4401"] .ant-descriptions')
  const gateway = await desk.text('[data-gateway="4401"]')
  t.match(gateway, /就绪/)
  t.match(gateway, /账本高度\s+\d+/)
  t.match(gateway, /死信\s+0/)
  t.match(await desk.text('[data-site="4401"] [data-unknown]'), /未知：没有配置运行状态来源/)
  t.match(await desk.text('[data-site="4401"]'), /TLS 证书[\s\S]*剩 \d+ 天/)
  t.match(await desk.text('[data-backups="4401"]'), /未知/)
  t.equal(await desk.text('[data-figure=queued]'), '0')
  t.same(await desk.judge('city-operation-embedded'), [], 'operation')
  await desk.go('alarms', '[data-alarms]')
  t.same(await desk.judge('city-alarms-embedded'), [], 'alarms')
  leave(desk)
})

test('CITY-33 CHAIN-8: alarms, backups and requests of the city’s machine; who signed, who did not, what to run', async (t) => {
  const { network, application, signature, put, exchange } = standing
  const [one, two, supervisor] = network.consortium.organisations
  const bytes = anyUpdate()
  put('foshan.json', application)
  const admit = { kind: 'admit-city', application } as const
  put('admit-1.json', proposalWith(admit, bytes, [signature(one!, bytes)]))
  put('admit-3.json', proposalWith(admit, bytes, [signature(two!, bytes, supervisor)]))
  put('upgrade.json', JSON.stringify({ version: 1, sha256: 'ab'.repeat(32), sequence: 2 }))
  writeFeed(feed, await feedOf(network, exchange))
  await configureFeed()
  const desk = await enter()
  await desk.page.waitForSelector('[data-site="4401"] .ant-table-row')
  t.match(await desk.text('[data-site="4401"]'), /peer0.consensus1.huren.local[\s\S]*停止/)
  t.match(await desk.text('[data-backups="4401"]'), /没有备份记录/)
  await desk.page.waitForFunction(() => document.querySelector('[data-figure=requests]')?.textContent === '2')
  t.same(await desk.judge('city-operation'), [], 'operation')
  await desk.page.click('[data-figure=problems]')
  await desk.page.waitForSelector('[data-alarm=problem]')
  t.match(await desk.text('[data-alarms]'), /共识停止[\s\S]*huren network backup/)
  t.same(await desk.judge('city-alarms'), [], 'alarms')
  await desk.go('requests', '[data-request=waiting]')
  const request = await desk.text('[data-request=waiting]')
  t.match(request, /地市加入 · foshan/)
  t.match(request, /已签 1，需要 2/)
  t.match(request, /consensus1 ConsensusOneMSP\s+已签/)
  t.match(
    request,
    /consensus2 ConsensusTwoMSP\s+未签\s+huren network sign admit-1.json --organisation consensus2/,
  )
  t.match(request, /supervisor SupervisorMSP\s+签名无效/)
  t.match(await desk.text('[data-requests="4401"]'), /合约升级 · abababab/)
  t.same(await desk.judge('city-requests'), [], 'requests')
  leave(desk)
})

test('CHAIN-27 CHAIN-33 CHAIN-34 CHAIN-35 CHAIN-36: certificates and the channel, by the blocks', async (t) => {
  const desk = await enter()
  await desk.go('certificates', '.ant-table-row')
  const table = await desk.text('.ant-table')
  t.match(table, /SupervisorMSP[\s\S]*签发机构[\s\S]*剩 \d+ 天/)
  t.match(table, /应用节点/, 'peers, by their endorsements')
  t.notMatch(table, /链账户/, 'accounts of others are not a city’s business')
  t.same(await desk.judge('city-certificates'), [], 'certificates')
  await desk.go('channel', '[data-contracts=none]')
  t.match(await desk.text(), /区块中没有合约定义[\s\S]*embedded[\s\S]*ConsensusTwoMSP/)
  t.same(await desk.judge('city-channel'), [], 'channel')
  leave(desk)
})

test('CITY-25 CITY-28 CITY-29 CITY-30 CITY-32: recognition in this city, from a number to its statements to a proof', async (t) => {
  const desk = await enter()
  await desk.go('recognition', '[data-indicator=reports]')
  await desk.page.waitForFunction(
    () => !/^[0—]?$/.test(document.querySelector('[data-indicator=reports]')?.textContent ?? ''),
  )
  t.same(await desk.judge('city-recognition'), [], 'recognition')
  await desk.page.click('[data-indicator=reports]')
  await desk.page.waitForSelector('a[href^="#/statement/"]')
  for (const row of await desk.page.locator('.ant-table-row').allInnerTexts()) t.match(row, /GD-4401-/)
  await desk.page.locator('a[href^="#/statement/"]').first().click()
  await desk.page.waitForSelector('[data-proof=proven], [data-proof=pending], [data-proof]')
  // decisions were made in another city: here there are none
  for (const [page, shown] of [
    ['topics', '[data-shares=topic] .ant-table'],
    ['scenarios', '[data-grouped=moments] p'],
    ['reminder-service', '[data-shares=reminders] .ant-table'],
    ['quality', '[data-shares=versions] .ant-table-row'],
  ] as const) {
    await desk.go(page, shown)
    t.notMatch(await desk.text(), /GD-4403-/, `${page}: of another city nothing`)
    t.same(await desk.judge(`city-${page}`), [], page)
  }
  await desk.go('reminders', '.ant-table')
  t.same(await desk.judge('city-reminders'), [], 'reminders')
  leave(desk)
})

test('CITY-27: a city keeps rules of its own beside the province’s, and deals with what they find', async (t) => {
  const desk = await enter()
  await desk.go('rules', '[data-rule=night-access]')
  t.ok(await desk.page.locator('[data-rule=night-access] [role=switch]').isDisabled(), 'the province’s stay')
  await desk.page.click('[data-rule=night-access] a')
  await desk.page.waitForSelector('[data-rule-form]')
  t.equal(await desk.page.getByLabel('标识').inputValue(), 'night-access-4401', 'begun after the province’s')
  await desk.go('rule/new', '[data-rule-form]')
  for (const [name, text] of [
    ['标识', 'much-stated'],
    ['名称（中文）', '声明很多'],
    ['名称 (English)', 'Much is stated'],
    ['发现后怎么办（中文）', '核对'],
    ['发现后怎么办 (English)', 'Look'],
    ['为何改动', '试点'],
  ] as const)
    await desk.page.getByRole('textbox', { name }).fill(text)
  await desk.page.getByRole('spinbutton', { name: '最少条数' }).fill('1')
  await desk.page.click('[data-save]')
  await desk.page.waitForSelector('[data-rule=much-stated]')
  t.match(await desk.text('[data-rule=much-stated]'), /地市 4401 的规则/)
  t.same(await desk.judge('city-rules'), [], 'rules')
  await desk.go('findings', 'a[href^="#/finding/"]')
  for (const row of await desk.page.locator('.ant-table-row').allInnerTexts()) t.match(row, /GD-4401-/)
  t.same(await desk.judge('city-findings'), [], 'findings')
  await desk.page.locator('a[href^="#/finding/"]').first().click()
  await desk.page.click('[data-action=own]')
  await desk.page.waitForSelector('[data-history="2"]')
  await desk.page.fill('textarea', '请核对')
  await desk.page.click('[data-action=remind]')
  await desk.page.waitForSelector('[data-history="3"]')
  t.same(await desk.judge('city-finding'), [], 'finding')
  await desk.go('reminders', '.ant-table-row, .ant-card')
  t.match(await desk.text(), /声明很多|请核对/)
  leave(desk)
})

test('in English and in the dark, by keyboard; another city’s and the supervisors’ pages stay shut', async (t) => {
  const desk = await enter()
  await desk.page.getByRole('button', { name: 'English' }).click()
  await desk.page.getByRole('button', { name: 'Dark' }).click()
  await desk.page.waitForSelector('text=Nodes and operation')
  t.same(await desk.judge('city-operation-dark-en'), [], 'dark, English')
  await desk.page.locator('[data-figure=problems]').focus()
  await desk.page.keyboard.press('Enter')
  await desk.page.waitForSelector('[data-alarm=problem]')
  t.match(await desk.text('[data-alarms]'), /problem[\s\S]*Node/)
  await desk.go('requests', '[data-request=waiting]')
  t.same(await desk.judge('city-requests-dark-en'), [], 'dark, English requests')
  for (const path of ['/api/reports', '/api/transactions', '/api/readings', '/api/changes'])
    t.equal((await desk.get(path)).status, 403, path)
  leave(desk)
  t.same(complaints, [], 'no page complained')
  t.same(elsewhere, [], 'no request to anybody else')
  const auditor = await Desk.signedIn(browser, system, 'auditor')
  await auditor.go('readings', '.ant-table-row')
  t.match(await auditor.text(), /city[\s\S]*\/api\/city\/requests/)
})
