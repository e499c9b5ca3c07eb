import { setTimeout as delay } from 'node:timers/promises'
import { Gateway, signedBy } from '@huren/client'
import type { Page } from 'playwright-core'
import tap, { test } from 'tap'
import { Desk } from '../explorer/desk.ts'
import { setStage, without } from './stage.ts'

tap.setTimeout(175_000)

/** A whole system, two hospitals, and the first one's door in a browser. */
const { system, hospitals, browser, until, close } = await setStage()
tap.teardown(close)
const { first, second } = hospitals
const script = '<img src=x onerror="document.title=1">'
const doctor = await hospitals.doctor('李医生')
const others = [await hospitals.state(second), await hospitals.state(second), await hospitals.state(second)]
const reports = [await hospitals.state(first), await hospitals.state(first)]
const decisions = [
  await hospitals.decide(doctor.signer, others[0]!, true),
  await hospitals.decide(doctor.signer, others[1]!, false),
  await hospitals.decide(first.doctor, others[2]!, true),
]
// alone it is refused before it is ordered; beside one that is taken, its refusal lies on the ledger
await hospitals.send(first.author, [hospitals.report(first, 'L99998').envelope])
const mixed = [hospitals.report(first).envelope, hospitals.report(first, 'L99999').envelope]
const [beside] = await hospitals.send(first.author, mixed)

const desk = await Desk.signedIn(browser, system, 'hospital')
const { page } = desk
const go = async (place: string, shown: string) => {
  await page.goto(`${desk.url}/hospital#/${place}`)
  await page.waitForSelector(shown)
}
const figure = async (name: string) => Number(await page.locator(`[data-figure=${name}]`).innerText())
/** Every page is judged by axe and by its width; kept as a picture where a folder is named. */
const looks = async (name: string) => desk.judge(`hospital-${name}`)

/** After a test that turned the browser's clock: a fixed time that is right, for requests signed soon after. */
const rightClock = async () => {
  await page.clock.setFixedTime(new Date())
  await page.reload()
}

test('CHAIN-42: the first hospital has a login; its morning tells what came through and what did not', async (t) => {
  t.equal(first.institution, 'GD-4401-00001', 'the account is the first hospital’s')
  await go('', '[data-standing=active]')
  await page.waitForFunction(() => Number(document.querySelector('[data-figure=committed]')?.textContent) > 0)
  t.equal(await figure('refused'), 1, 'what reached the ledger and was refused')
  t.equal(await figure('ending'), 1, 'the doctor’s key has 20 days')
  await page.waitForSelector('[data-needs-desk=none]')
  t.same(await looks('today-without-desk'), [])
})

/** Makes the desk's key and takes the registration that it shows. */
const registrationOf = async (on: Page) => {
  await on.click('[data-action=make-key]')
  await on.waitForSelector('[data-desk=unregistered]')
  await on.click('details summary')
  return on.locator('[data-registration]').innerText()
}

test('this desk’s key is made in the browser and registered by the hospital, for reading alone', async (t) => {
  await go('desk', '[data-desk=none]')
  t.same(await looks('desk-none'), [])
  const text = await registrationOf(page)
  await hospitals.register(text)
  const payload = JSON.parse(text)
  await page.waitForSelector('[data-desk=active]')
  t.match(payload, { uses: ['reading'], issuer: first.institution, algorithm: 'ES256' })
  t.notMatch(JSON.stringify(payload), /private/i)
  t.same(await looks('desk'), [])
  await go('', '[data-figure=dead]')
  await page.waitForFunction(() => document.querySelector('[data-figure=dead]')?.textContent === '0')
  t.same(await looks('today'), [])
})

test('PROV-17: what we submitted with its stage, from committed to witnessed, to a proof made in this browser', async (t) => {
  await go('submitted?type=report', '[data-stage]')
  for (
    let tries = 0;
    tries < 60 && (await page.locator('[data-stage]:not([data-stage=witnessed])').count());
    tries++
  ) {
    await delay(500)
    await page.reload()
    await page.waitForSelector('[data-stage]')
  }
  t.equal(
    await page.locator('[data-stage=witnessed]').count(),
    3,
    'two reports and the one beside the refused one',
  )
  t.equal(await page.locator('[data-overdue]').count(), 0)
  t.match(await desk.text(), /被拒绝 项目不在目录 item-unknown/)
  t.equal(await page.locator('[data-count]').getAttribute('data-count'), '4')
  t.same(await looks('submitted'), [])
  await page.click(`a[href="#/statement/${beside?.id}"]`)
  await page.waitForSelector('[data-proof=proven]')
  t.same(await looks('statement'), [])
  const foreign = await desk.get(`/api/statements/${others[0]?.id}`)
  t.equal(foreign.status, 404, 'another hospital’s is not shown, even to who knows its id')
  await go(`statement/${'0'.repeat(64)}`, '.ant-alert-error')
  t.match(await desk.text(), /没有此声明/, 'a forged id is told so')
})

test('EXCH-12 PROV-15: refusals with what to do; a dead letter is looked at, sent again, or given up', async (t) => {
  const token = (await new Gateway({ url: system.url, credentials: signedBy(first.author.key) }).token())
    .token
  const letters = async (): Promise<{ id: string }[]> => {
    const headers = { authorization: `Bearer ${token}` }
    return (await (await fetch(`${system.url}/v1/dead-letters`, { headers })).json()).items
  }
  await without(system, 'ledger', async () => {
    await hospitals.send(
      first.author,
      [hospitals.report(first).envelope, hospitals.report(first).envelope],
      0,
    )
    await go('submitted', '[data-queued="2"]')
    t.same(await looks('queued'), [], 'what waits is seen while the ledger is away')
    await until(async () => (await letters()).length === 2, 'dead letters')
  })
  await go('repair', '[data-dead] >> nth=1')
  await page.waitForSelector('[data-refusal=item-unknown] >> nth=1')
  t.match(await desk.text(), /取现行版本/, 'what to do about it')
  t.same(await looks('repair'), [])
  const [one, two] = await letters()
  await page.click(`[data-dead="${one?.id}"]`)
  await page.waitForSelector('[data-action=replay]')
  t.match(await desk.text(), /deadline-passed[\s\S]*互认项目/)
  t.same(await looks('dead-letter'), [])
  await page.click('[data-action=replay]')
  await page.waitForSelector('[data-done]')
  await go(`dead-letter/${two?.id}`, '[data-action=ask-discard]')
  await page.click('[data-action=ask-discard]')
  t.same(await looks('dead-letter-discard'), [])
  await page.click('[data-action=discard]')
  await page.waitForSelector('[data-done=discarded]')
  await until(async () => (await letters()).length === 0, 'no dead letter is left')
  await until(
    async () => (await desk.get(`/api/statements/${one?.id}`)).status === 200,
    'it is on the ledger',
  )
  t.equal((await desk.get(`/api/statements/${two?.id}`)).status, 404, 'what was given up is not')
  for (const forged of [two?.id ?? '', encodeURIComponent('<script>')]) {
    await go('repair', '[data-refusal]')
    await go(`dead-letter/${forged}`, '[data-trouble=not-found]')
    t.notMatch(await page.content(), /<script>alert|<script><\/script>/)
  }
})

test('CHAIN-35: our keys and the certificates that carry what they sign, with the days that are left', async (t) => {
  await go('keys', `[data-key="${doctor.signer.key.id}"]`)
  const row = page.locator('tr', { has: page.locator(`[data-key="${doctor.signer.key.id}"]`) })
  t.match(await row.innerText(), /剩 (19|20) 天/)
  t.match(await desk.text(), /仅查阅[\s\S]*ConsensusOneMSP\/gateway/)
  t.notMatch(await desk.text(), new RegExp(second.author.key.id.slice(0, 12)))
  t.same(await looks('keys'), [])
})

test('PROV-1 PROV-8: decisions by key; by doctor and department with the hospital’s own list; what cannot be known is said', async (t) => {
  await go('decisions', `[data-signer="${doctor.signer.key.id}"]`)
  t.match(await desk.text('[data-known]'), /没有科室，也没有医生姓名/)
  const list = [
    { key: doctor.signer.key.id, name: '李医生', department: '影像科', salt: doctor.salt },
    { key: first.doctor.key.id, name: script, department: script, salt: 'ab'.repeat(32) },
  ]
  const input = page.locator('input[type=file]')
  await input.setInputFiles({
    name: 'x.json',
    mimeType: 'application/json',
    buffer: Buffer.from('[{"key":1}]'),
  })
  await page.waitForSelector('[data-file-problem]')
  await input.setInputFiles({
    name: 'people.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(list)),
  })
  await page.waitForSelector('[data-departments="2"]')
  t.match(await desk.text(), /李医生 · 影像科[\s\S]*与登记一致/)
  t.equal(
    await page.locator('[data-agreement=contradicted]').count(),
    1,
    'a list that is not what was registered',
  )
  t.ok((await desk.text()).includes(script), 'script in a name is text')
  t.equal(await page.locator('img[src=x]').count(), 0)
  t.same(await looks('decisions'), [])
  await page.click(`tr:has([data-signer="${doctor.signer.key.id}"]) a >> nth=0`)
  await page.waitForSelector('[data-count="1"]')
  t.ok(await page.locator(`a[href="#/statement/${decisions[0]}"]`).count())
})

test('EXCH-22: reconciled with the city statement by statement; what differs is named, and where it is', async (t) => {
  await go('reconciliation', '[data-action=ask-city]')
  await page.click('[data-action=ask-city]')
  await page.waitForSelector('[data-differences="0"]')
  t.same(await looks('reconciliation'), [])
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
  const known = JSON.parse((await desk.get(`/api/hospital/reconciliation?from=${today}&to=${today}`)).body)
  const ids: string[] = known.rows.map(({ id }: { id: string }) => id)
  const own = [...ids.filter((id) => id !== reports[0]?.id), 'ab'.repeat(32)]
  const input = page.locator('input[type=file]')
  await input.setInputFiles({ name: 'own.txt', mimeType: 'text/plain', buffer: Buffer.from(own.join('\n')) })
  await page.waitForSelector('[data-differences="2"]')
  t.equal(await page.locator('[data-difference=not-ours]').count(), 1, 'stated in our name, unknown to us')
  await page.click('tr:has([data-difference=not-on-ledger]) button')
  await page.waitForSelector('[data-found]')
  t.match(await desk.text('[data-found]'), /网关从未收到/)
  t.same(await looks('reconciliation-differs'), [])
  await input.setInputFiles({ name: 'own.txt', mimeType: 'text/plain', buffer: Buffer.from(`${script}\n`) })
  t.match(await desk.text('[data-file-problem]'), /第 1 条/)
})

test('a clock that is wrong is said, and what to do; days left are the server’s', async (t) => {
  await page.clock.setFixedTime(new Date(Date.now() + 3 * 3_600_000))
  await go('', '.figure')
  await page.reload()
  await page.waitForSelector('[data-clock="180"]')
  await page.waitForSelector('[data-trouble=signature-stale]')
  t.match(await desk.text(), /请校准这台电脑的时间[\s\S]*相差约 180 分钟/)
  t.same(await looks('clock'), [])
  await go('keys', `[data-key="${doctor.signer.key.id}"]`)
  const row = page.locator('tr', { has: page.locator(`[data-key="${doctor.signer.key.id}"]`) })
  t.match(await row.innerText(), /剩 (19|20) 天/)
  await rightClock()
})

test('in English, dark, by keyboard', async (t) => {
  await rightClock()
  await go('', '[data-figure=dead]')
  await page.getByRole('button', { name: 'English' }).click()
  await page.getByRole('button', { name: 'Dark' }).click()
  await page.waitForSelector('text=Our records')
  t.same(await looks('today-english-dark'), [])
  const [ground, text] = await page.evaluate(() =>
    [document.querySelector('.ant-layout'), document.querySelector('footer')].map(
      (element, i) => element && getComputedStyle(element)[i === 0 ? 'backgroundColor' : 'color'],
    ),
  )
  t.equal(ground, 'rgb(0, 0, 0)')
  t.match(text, /^rgb\(2\d\d, 2\d\d, 2\d\d\)$/, 'what stands outside of cards is read too')
  for (const [place, shown] of [
    ['submitted', '[data-stage]'],
    ['repair', '[data-refusal]'],
  ] as const) {
    await go(place, shown)
    t.same(await looks(`${place}-english-dark`), [])
  }
  await go('', '[data-figure=refused]')
  await page.locator('body').press('Tab')
  for (let tabs = 0; tabs < 40; tabs++) {
    if (await page.evaluate(() => document.activeElement?.getAttribute('data-figure') === 'refused')) break
    await page.keyboard.press('Tab')
  }
  await page.keyboard.press('Enter')
  await page.waitForSelector('[data-count="1"]')
  t.match(page.url(), /submitted\?result=refused/, 'a figure is reached and entered by keyboard')
})

test('a gateway that is away is said; what the ledger has is shown all the same', async (t) => {
  // two seconds after it was opened the page asks again by itself, just when the gateway may be back: here it must not
  await page.route('**/api/events', (route) => route.abort())
  await rightClock()
  await without(system, 'gateway', async () => {
    await go('repair', '[data-trouble=gateway-away]')
    t.same(await looks('gateway-away'), [])
    await go('submitted', '[data-stage=witnessed]')
  })
  await page.getByRole('button', { name: /Try again/ }).click()
  await page.waitForSelector('[data-queued="0"]')
  await page.unroute('**/api/events')
})

test('a key of another institution opens nothing here', async (t) => {
  await page.evaluate(() => void indexedDB.deleteDatabase('keyval-store'))
  await go('desk', '[data-desk]')
  await rightClock()
  await page.waitForSelector('[data-desk=none]')
  await hospitals.registerQuickly(JSON.parse(await registrationOf(page)), second)
  await page.waitForSelector('[data-desk=foreign]')
  t.same(await looks('desk-foreign'), [])
  await go('repair', '[data-needs-desk=foreign]')
  t.equal(await page.locator('[data-dead]').count(), 0)
})

test('SEC-9: nothing complained, nothing came from elsewhere, and who read what is written down', async (t) => {
  // the browser notes each refusal that this test asked for
  const others = desk.complaints.filter((text) => !/^Failed to load resource/.test(text))
  t.same(others, [])
  t.same(desk.elsewhere, [])
  const auditor = await Desk.signedIn(browser, system, 'auditor')
  const readings = (await auditor.get('/api/readings?limit=200')).body
  t.match(readings, /"account":"hospital","role":"hospital","path":"\/api\/hospital\/gateway\/dead-letters"/)
  t.equal((await auditor.get('/api/hospital/keys')).status, 403, 'the supervisor has doors of their own')
})
