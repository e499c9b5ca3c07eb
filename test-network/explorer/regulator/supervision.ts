import { test } from 'tap'
import { desk } from './stage.ts'

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
  const row = desk.page.locator('.ant-table-row', { hasText: '机构不互认比例过高' }).first()
  const behind = row.locator('a[href^="#/statements?"]')
  const count = await behind.innerText()
  await behind.click()
  await desk.page.waitForSelector(`[data-count]:has-text("共 ${count} 条")`)
  await desk.page.goBack()
  await row.locator('a[href^="#/finding/"]').click()
  await desk.page.click('[data-action=own]')
  await desk.page.waitForSelector('[data-history="2"]')
  for (const [action, note, length] of [
    ['remind', '请核对不互认理由', 3],
    ['intervene', '约谈医务科', 4],
    ['close', '已整改', 5],
    ['reopen', '复查', 6],
    ['dismiss', '理由成立', 7],
  ] as const) {
    await desk.page.fill('textarea', note)
    await desk.page.click(`[data-action=${action}]`)
    await desk.page.waitForSelector(`[data-history="${length}"]`)
  }
  t.match(
    await desk.text('[data-history]'),
    /规则发现[\s\S]*由我负责[\s\S]*提醒 → 已提醒\s+请核对不互认理由[\s\S]*干预 → 已干预[\s\S]*了结[\s\S]*重新打开[\s\S]*不成立/,
  )
  t.same(await desk.judge('finding'), [], 'finding')
  await desk.go('changes', '.ant-table-row')
  t.match(await desk.text(), /试点期间从严/)
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
