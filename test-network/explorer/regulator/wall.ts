import { test } from 'tap'
import { referral } from '../../scenarios/referral.ts'
import { wallScreen } from '../desk.ts'
import { account, desk, world } from './stage.ts'

test('PROV-5 PROV-19: a wall screen at 4K counts as statements come; a figure leads to the list behind it', async (t) => {
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
