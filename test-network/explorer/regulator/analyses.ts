import { test } from 'tap'
import { desk, world } from './stage.ts'

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

test('CITY-26 PROV-20: where it is used: the doctor’s desk, consents, emergencies, referrals', async (t) => {
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

test('CITY-32 PROV-16: quality of the data: what was refused, late, amended or withdrawn, by institution', async (t) => {
  await desk.go('quality', '[data-shares=versions] .ant-table-row')
  t.same(await desk.judge('quality'), [], 'quality')
  t.ok((await behindShare('results', 0)) > 0)
  await desk.go('quality', '[data-shares=timeliness] .ant-table-row')
  t.match(await desk.text('[data-shares=timeliness]'), /1 分钟内[\s\S]*100\.0%/)
})
