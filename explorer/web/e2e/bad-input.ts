import { test } from 'tap'
import { seriousViolations } from '../testing/index.ts'
import { desktop, openPage, signIn, start } from './stage.ts'

const script = '<img src=x onerror="globalThis.hacked = true">'
/** Pages where somebody writes, and what is there when their fields are. */
const forms = {
  '': '.figure',
  'report/new': '[data-look]',
  indicators: 'text=增加指标',
  rules: '[data-rule]',
  'rule/new': '[data-rule-form]',
  institutions: '.ant-table-row',
  keys: '.ant-table-row',
} as const

test(
  'SEC-12: a script in every text field of every page is text, and stays text where it is shown again',
  { timeout: 90_000 },
  async (t) => {
    const { url, password } = await start(t)
    const { page, complaints } = await openPage(t, url, desktop)
    await signIn(page, url, password)
    const isHarmless = () =>
      page.evaluate(() => !('hacked' in globalThis) && !document.querySelector('img[src=x]'))
    let filled = 0
    for (const [name, shown] of Object.entries(forms)) {
      await page.goto(`${url}/#/${name}`)
      await page.waitForSelector(shown)
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

/** Addresses that somebody made up, and what is said there. */
const forged: Readonly<Record<string, RegExp>> = {
  [`statement/${'0'.repeat(64)}`]: /没有此声明/,
  'statement/../../etc/passwd': /没有此页/,
  [`transaction/${'0'.repeat(64)}`]: /没有/,
  'block/999999': /没有/,
  'block/-1': /不正确/,
  'block/9007199254740993': /不正确/,
  [`record/${crypto.randomUUID()}`]: /暂无数据/,
  [`finding/${'0'.repeat(32)}`]: /没有此发现/,
  [`report/${crypto.randomUUID()}`]: /没有此报表/,
  'rule/no-such-rule': /没有/,
  'statements?from=2026-02-30&to=2026-03-01': /参数 from 不正确/,
  'statements?from=2026-03-02&to=2026-03-01': /参数 to 不正确/,
  'statements?limit=100000': /参数 limit 不正确/,
  'statements?patient=%E5%BC%A0%E4%B8%89': /不正确/,
  'transactions?validation=%00': /暂无数据|不正确/,
}

test(
  'forged ids and questions in addresses are told so, and nothing of them runs',
  { timeout: 90_000 },
  async (t) => {
    const { url, password } = await start(t)
    const { page, complaints } = await openPage(t, url, desktop)
    await signIn(page, url, password)
    for (const [place, said] of Object.entries(forged)) {
      await page.goto(`${url}/#/${place}`)
      const main = page.locator('main', { hasText: said })
      await main.waitFor().catch(() => undefined)
      t.match(await page.locator('main').innerText(), said, place)
      t.equal(await page.locator('.ant-card-loading').count(), 0, `${place}: nobody is left waiting`)
    }
    for (const list of ['statement', 'transaction', 'block', 'record', 'finding', 'report', 'rule']) {
      await page.goto(`${url}/#/${list}/${encodeURIComponent(script)}`)
      await page.waitForTimeout(200)
      t.notOk(await page.evaluate(() => 'hacked' in globalThis || document.querySelector('img[src=x]')), list)
    }
    t.same(
      complaints.filter((text) => !/status of 40[04]/.test(text)),
      [],
    )
  },
)

test('a slow server is waited for, a dead one is said; a wrong clock too', { timeout: 60_000 }, async (t) => {
  const { url, password } = await start(t)
  const { page } = await openPage(t, url, desktop)
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
