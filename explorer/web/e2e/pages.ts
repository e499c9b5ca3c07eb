import { test } from 'tap'
import { seriousViolations } from '../testing/index.ts'
import { desktop, openPage, phone, picture, signIn, start } from './stage.ts'
import { idOf } from './vectors.ts'

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

for (const [device, size] of Object.entries({ desktop, phone }))
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
