import { test } from 'tap'
import { desk } from './stage.ts'

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
