import { test } from 'tap'
import { Desk } from '../desk.ts'
import { browser, desk } from './stage.ts'

test('PROV-27: what is recognised and who recognises is published; nobody signs in, and it is verified here', async (t) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'zh-CN' })
  const visitor = new Desk(await context.newPage(), desk.url, 'notice')
  await visitor.page.goto(`${desk.url}/notice`)
  await visitor.page.waitForSelector('[data-list=items] li')
  t.match(await visitor.text(), /检查检验结果互认公示[\s\S]*现行互认规则[\s\S]*互认项目[\s\S]*参与互认的医院/)
  t.equal(Number(await visitor.text('[data-figure=institutions]')), 2)
  await visitor.page.locator('[data-list=institutions] [data-verify]').first().click()
  await visitor.page.waitForSelector('[data-list=institutions] [data-proof=proven]')
  t.same(await visitor.judge('notice'), [], 'notice')
  await visitor.page.getByRole('button', { name: 'English' }).click()
  await visitor.page.getByRole('button', { name: 'Dark' }).click()
  await visitor.page.waitForSelector('h1:has-text("Recognition of")')
  t.same(await visitor.judge('notice-dark-en'), [], 'dark, English')
  t.same([...visitor.complaints, ...visitor.elsewhere], [])
  await context.close()
})
