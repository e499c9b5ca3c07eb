import type { ItemCode, KeyId } from '@huren/records'
import tap, { test } from 'tap'
import { openingsOf } from './cast.ts'
import { Phone } from './phone.ts'
import { boundPhone, person, setStage, twoReports } from './stage.ts'

tap.setTimeout(280_000)

const stage = await setStage()
const { system, hospitals, browser } = stage
tap.teardown(stage.close)

const reports = await twoReports(hospitals)
const phone = await boundPhone(stage, 'patient', person, reports)
const keyIn = (offer: string) => offer.slice(-64) as KeyId

test('PROV-29, PROV-30: a relative sees what was shared, and no longer after it was taken back', async (t) => {
  await hospitals.decide(reports[0], true)
  const name = '李四 病案号 7'
  const own = await hospitals.report(name, 'L00002' as ItemCode, '生化')
  const relative = await boundPhone(stage, 'relative', name, [own])
  await relative.reopen('relatives')
  await relative.page.waitForSelector('figure code')
  const link = await relative.text('figure code')
  await phone.page.goto(link)
  await phone.page.getByLabel(/头部 CT/).check()
  t.same(await phone.look('relative-new'), [], 'relative-new')
  await phone.page.getByRole('button', { name: '用本机密钥签名' }).click()
  await phone.page.waitForSelector('[data-stage=witnessed]', { timeout: 40_000 })
  await relative.reopen('relatives')
  await relative.page.waitForSelector('[data-share] [data-proof=proven]')
  t.match(await relative.text('[data-share]'), /患者[\s\S]*头部 CT 平扫[\s\S]*互认 1 次/)
  t.notMatch(await relative.text('[data-share]'), /血常规/, 'nothing but what was shared')
  t.same(await relative.look('relatives'), [], 'relatives')
  await phone.go('relatives')
  await phone.page.locator('h3 a[href^="#/consent/"]').click()
  await phone.page.getByRole('button', { name: '立即撤销' }).click()
  await phone.page.waitForSelector('[data-consent=revoked]', { timeout: 40_000 })
  await relative.reopen('relatives')
  await relative.page.waitForSelector('text=没有人与您共享')
  t.equal(await relative.page.locator('[data-share]').count(), 0)
  t.same([...relative.complaints, ...relative.elsewhere], [])
  await relative.context.close()
})

test('a lost phone: a new key is bound, the old one reads and signs nothing', async (t) => {
  await phone.go('key')
  const lost = keyIn(await phone.text('dd code'))
  const next = await Phone.signedIn(browser, system, 'patient')
  const offer = await next.offer()
  await hospitals.bind(offer, openingsOf(person, reports), lost)
  await next.page.waitForSelector('[data-notice=good]')
  await next.reopen('consents')
  await next.page.waitForSelector('summary:has-text("已结束的授权")')
  await next.go('reports')
  await next.page.waitForSelector('[data-proof=proven]')
  await next.page.clock.setSystemTime(Date.now() + 3_600_000)
  await next.go('grant/new')
  await next.page.getByLabel('机构（名称或编号）').fill('深圳中心医院')
  t.equal(await next.page.getByLabel('机构（名称或编号）').inputValue(), hospitals.second.institution)
  await next.page.getByRole('button', { name: '用本机密钥签名并授权' }).click()
  await next.page.waitForSelector('[data-notice=bad]')
  t.match(await next.text(), /没有成功[\s\S]*signature-stale/, 'a clock that is wrong is told')
  await phone.reopen('')
  await phone.page.waitForSelector('text=您已换用新手机')
  t.same(await phone.look('key-replaced'), [], 'key-replaced')
  const shut = await phone.page.evaluate(async () => (await fetch('/patient/api/letters')).status)
  t.equal(shut, 403)
  t.same(next.elsewhere, [])
  t.same(
    next.complaints.filter((text) => !/status of 401/.test(text)),
    [],
  )
  await next.context.close()
})

test('a passkey of the device signs in, and signs nothing else', async (t) => {
  await phone.addAuthenticator()
  await phone.go('key')
  await phone.page.getByRole('button', { name: '设置通行密钥' }).click()
  await phone.page.waitForSelector('[data-passkey=true]')
  await phone.page.getByRole('button', { name: '退出' }).click()
  await phone.page.waitForSelector('h1:has-text("登录")')
  t.same(await phone.look('sign-in'), [])
  t.equal(await phone.page.evaluate(async () => (await fetch('/patient/api/site')).status), 401)
  await phone.page.getByRole('button', { name: '用通行密钥登录' }).click()
  await phone.page.waitForSelector('text=您已换用新手机')
})

test('a phone whose clock is wrong is told so, in plain words, before it signs', async (t) => {
  const next = await Phone.signedIn(browser, system, 'relative')
  await next.page.clock.setFixedTime(Date.now() + 30 * 60_000)
  await next.reopen('')
  await next.page.waitForSelector('[data-clock=differs]')
  t.match(await next.text('[data-clock=differs]'), /快约 (29|30) 分钟[\s\S]*自动设置时间/)
  t.same(await next.look('clock'), [], 'clock')
  await next.context.close()
})

test('English, dark, by keyboard', async (t) => {
  const next = await Phone.signedIn(browser, system, 'relative')
  await next.page.waitForSelector('h1')
  await next.page.getByRole('button', { name: 'English' }).focus()
  await next.page.keyboard.press('Enter')
  await next.page.getByRole('button', { name: 'Dark' }).focus()
  await next.page.keyboard.press('Space')
  await next.page.waitForSelector('html[lang=en][data-mode=dark]')
  t.same(await next.look('english-dark'), [], 'english-dark')
  await next.context.close()
})
