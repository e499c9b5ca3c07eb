import { test } from 'tap'
import { desktop, openPage, phone, picture, signIn, start } from './stage.ts'
import { idOf } from './vectors.ts'

test('PROV-4: a server that lies is shown in red', { timeout: 60_000 }, async (t) => {
  const { index, url, password } = await start(t)
  const { page } = await openPage(t, url, desktop)
  await signIn(page, url, password)
  const [key = ''] = await index.entriesOf(idOf('report'))
  const said = JSON.parse((await index.buckets.texts.get(key)) ?? '')
  const payload = JSON.parse(Buffer.from(said.payload, 'base64').toString())
  said.payload = Buffer.from(JSON.stringify({ ...payload, item: 'L00099' })).toString('base64')
  await index.buckets.texts.put(key, JSON.stringify(said))
  await page.goto(`${url}/#/statement/${idOf('report')}`)
  await page.waitForSelector('[data-proof=lie] .ant-alert-error')
  t.match(await page.locator('[data-proof]').innerText(), /不可信[\s\S]*内容被改动/)
  await picture(page, 'desktop-lie')
  await page.goto(`${url}/#/statement/${'0'.repeat(64)}`)
  await page.waitForSelector('.ant-alert-error')
  t.match(await page.locator('main').innerText(), /没有此声明/, 'a forged id is told so')
})

test('a notary that lies is shown in red', { timeout: 60_000 }, async (t) => {
  const flip = (receipt: string) =>
    receipt.replace(/"hashes":"(.)/, (_, first) => `"hashes":"${first === 'A' ? 'B' : 'A'}`)
  const { url, password } = await start(t, flip)
  const { page } = await openPage(t, url, phone)
  await signIn(page, url, password)
  await page.goto(`${url}/#/statement/${idOf('report')}`)
  await page.waitForSelector('[data-proof=lie] .ant-alert-error')
  t.match(await page.locator('[data-proof]').innerText(), /不可信/)
})
