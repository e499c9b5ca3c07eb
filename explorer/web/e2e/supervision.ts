import { test } from 'tap'
import { seriousViolations } from '../testing/index.ts'
import { desktop, openPage, picture, signIn, start } from './stage.ts'

test(
  'PROV-2 PROV-3 CITY-27: a rule is made and changed on a page; the server judges it, each version is kept',
  { timeout: 90_000 },
  async (t) => {
    const { url, password } = await start(t)
    const { page, complaints } = await openPage(t, url, desktop)
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
    const { page, complaints } = await openPage(t, url, desktop)
    await signIn(page, url, password)
    await page.goto(`${url}/#/contracts`)
    await page.waitForSelector('.ant-alert-error')
    t.match(await page.locator('.ant-alert-error').innerText(), /异常合约调用：Backdoor:open（1）/)
    await page.goto(`${url}/#/findings`)
    await page.waitForSelector('.ant-table-row:has-text("Backdoor:open")')
    t.match(await page.locator('[data-findings]').innerText(), /读写冲突 MVCC_READ_CONFLICT/)
    await page.locator('.ant-table-row:has-text("Backdoor:open") a[href^="#/finding/"]').click()
    await page.getByRole('button', { name: '查看背后的明细' }).click()
    await page.waitForSelector('a[href^="#/transaction/"]')
    t.same(
      await page
        .locator('a[href^="#/transaction/"]')
        .evaluateAll((all) => [...new Set(all.map((each) => each.getAttribute('href')))]),
      [`#/transaction/${'ef'.repeat(32)}`],
    )
    t.same(complaints, [])
  },
)
