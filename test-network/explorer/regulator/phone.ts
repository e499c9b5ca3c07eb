import { test } from 'tap'
import { desk, world } from './stage.ts'

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
