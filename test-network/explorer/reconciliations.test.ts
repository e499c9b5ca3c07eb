import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { AccessEvent } from '@huren/access-log'
import { loadCentrals } from '@huren/cli/src/start/organisations.ts'
import { Gateway } from '@huren/client'
import { type SigningKey as OwnKey, signStatement } from '@huren/crypto-config'
import { startBrowser } from '@huren/explorer-web/testing'
import type { InstitutionId, SigningKey } from '@huren/records'
import type { AccessListFile } from '@huren/verify'
import tap, { test } from 'tap'
import { sharedSystem } from '../dev-env/shared.ts'
import { temporaryFolder } from '../dev-env/system.ts'
import { type AccessService, startService, supervisorToken } from '../scenarios/access-service.ts'
import { insist, joinCloud, joinHospital } from '../scenarios/cast.ts'
import { committed, type Hospital, hours, later, newId, newSigner, now } from '../scenarios/world.ts'
import { Desk } from './desk.ts'

tap.setTimeout(175_000)

/** A whole system, an imaging cloud's access log and a hospital's own, whose differences the regulator sees. */
const folder = await temporaryFolder()
const system = await sharedSystem(join(folder.path, 'data'))
const { browser, close } = await startBrowser()
const services: AccessService[] = []
tap.teardown(async () => {
  await close()
  for (const service of services) await service.close()
  await system.stop()
  await folder.remove()
})
const gateway = new Gateway({ url: system.url })
const joined = { gateway, taken: [], centrals: await loadCentrals(system.folders.organisations) }
const hospital = await joinHospital(joined, '4403')
const [cloud, other] = [await joinCloud(joined, '4403'), await joinCloud(joined, '4406')]

const start = async (name: string, institution: InstitutionId, key: OwnKey) => {
  const service = await startService({ folder: join(folder.path, name), system, institution, key })
  services.push(service)
  return service
}

/** The key with which a hospital signs the checkpoints of a log of its own. */
const logKeyOf = async ({ institution, administration }: Hospital): Promise<OwnKey> => {
  const { key } = newSigner('ES256')
  const registration: SigningKey = {
    ...{ issuer: institution, issuedAt: now(), institution, uses: ['access-log'] },
    ...{ key: key.id, algorithm: key.algorithm, publicKey: key.publicKey },
    ...{ notBefore: now(), notAfter: later(hours(1000)), holder: committed('log') },
  }
  await insist(gateway, [], administration, [
    signStatement('signing-key', registration, [administration.key]),
  ])
  return key
}

const look = (n: number): AccessEvent => ({
  ...{ event: newId(), at: now(), institution: hospital.institution, key: hospital.doctor.key.id },
  ...(n % 5 === 0 ? { emergency: newId() } : { consent: newId() }),
  ...{ subject: committed('a person'), study: committed('a study'), action: 'view' },
})
const known = Array.from({ length: 12 }, (_, n) => look(n))
const [unsaid, unknown] = [look(1), look(2)]
const changed: AccessEvent = { ...known[7]!, action: 'download' }
const cloudLog = await start('cloud', cloud.institution, cloud.log.key)
const hospitalLog = await start('hospital', hospital.institution, await logKeyOf(hospital))
const tell = (service: AccessService, events: readonly AccessEvent[]) =>
  service.call('/v1/events', { events: events.map((event) => ({ event, patient: 'x' })) })
await tell(cloudLog, [...known, unknown])
await tell(hospitalLog, [...known.with(7, changed), unsaid])
await Promise.all([cloudLog.witnessed(), hospitalLog.witnessed()])

const desk = await Desk.signedIn(browser, system, 'regulator')
const { page } = desk
const file = join(system.folders.explorer, 'access-logs.json')
const tokenFile = join(folder.path, 'token')
await writeFile(tokenFile, supervisorToken)

/** The operator names the imaging clouds' logs; the explorer reads that at once. */
const nameLogs = (...urls: readonly (readonly [InstitutionId, string])[]) =>
  writeFile(
    file,
    JSON.stringify(
      urls.map(([institution, url]) => ({
        ...{ institution, url, tokenFile },
        name: { zh: '深圳影像云', en: 'Shenzhen’s imaging cloud' },
      })),
    ),
  )

let id = ''

test('no log and no report: both are explained', async (t) => {
  await nameLogs()
  await desk.go('reconciliations', '[data-logs=none]')
  t.match(await desk.text(), /没有配置影像云的调阅日志[\s\S]*还没有核对报告/)
  t.same(await desk.judge('reconciliations-none'), [], 'no logs')
})

test('CITY-3: reports of all imaging clouds, page by page; a log that is silent is named', async (t) => {
  await nameLogs([cloud.institution, cloudLog.url], [other.institution, 'http://127.0.0.1:9'])
  const list = await hospitalLog.call<AccessListFile>('/v1/lists', {
    kind: 'institution',
    name: hospital.institution,
  })
  const question = { institution: hospital.institution, list, settle: 0 }
  for (let n = 0; n < 22; n++) ({ id } = await cloudLog.call<{ id: string }>('/v1/reconciliations', question))
  await page.reload()
  await page.waitForSelector('[data-report]')
  t.equal(await page.locator('[data-report]').count(), 20)
  t.equal(await page.locator(`[data-log-silent="${other.institution}"]`).count(), 1)
  t.match(await page.locator('.ant-table-row').first().innerText(), /深圳影像云\s+不符 3 次\s+1\s+1\s+1/)
  t.same(await desk.judge('reconciliations'), [], 'list')
  await page.getByRole('button', { name: '下一页' }).click()
  await page.waitForFunction(() => document.querySelectorAll('[data-report]').length === 2)
  await page.getByRole('button', { name: '上一页' }).click()
  await page.waitForSelector(`[data-report="${id}"]`)
})

test('CITY-3 PAT-8: one report: what each side has, compared anew in this browser, and the checkpoints it rests on', async (t) => {
  await page.click(`[data-report="${id}"]`)
  await page.waitForSelector('[data-reconciliation=valid]')
  t.equal(await page.locator('[data-differences]').getAttribute('data-differences'), '3')
  const rows = await page.locator('[data-finding]').allInnerTexts()
  const row = (kind: string) => page.locator(`[data-finding=${kind}]`).innerText()
  t.equal(rows.length, 3)
  t.match(await row('missing-at-cloud'), /医院有记录，影像云没有[\s\S]*第 12 条 · 查看 · 凭授权[\s\S]*没有/)
  t.match(await row('missing-at-hospital'), /影像云有记录，医院没有[\s\S]*没有[\s\S]*第 12 条 · 查看/)
  t.match(await row('different'), /双方都有，内容不同\s+操作[\s\S]*第 7 条 · 下载[\s\S]*第 7 条 · 查看/)
  t.match(await desk.text('[data-step=signature]'), new RegExp(`${cloud.institution} · 密钥`))
  t.match(await desk.text('[data-step=checkpoint]'), /恰为 13 条，一条不少[\s\S]*监管机构/)
  t.same(await desk.judge('reconciliation'), [], 'report')
  await page.getByRole('radiogroup', { name: '哪一类' }).getByText('双方都有').click()
  await page.waitForFunction(() => document.querySelectorAll('[data-finding]').length === 1)
  const taken = (await desk.download('[data-download=report]')).toString('utf8')
  t.equal(JSON.parse(taken).format, 'huren-reconciliation/v1', 'to take away')
  await page.locator('[data-step=checkpoint] a').first().click()
  await page.waitForSelector('[data-proof=proven]')
  t.match(await desk.text(), /调阅日志检查点|检查点/, 'the checkpoint’s statement on the ledger, proven too')
})

test('a server that lies: a report with a finding less, or about another cloud, is red; so is a file', async (t) => {
  const shown = async () => {
    await page.goto('about:blank')
    await desk.go(
      `reconciliation/${id}?log=${cloud.institution}`,
      '[data-reconciliation]:not([data-reconciliation=pending])',
    )
    return desk.text('[data-reconciliation]')
  }
  const path = '**/api/reconciliations/**'
  await page.route(path, async (route) => {
    const response = await route.fetch()
    const report = await response.json()
    await route.fulfill({ response, json: { ...report, findings: report.findings.slice(1) } })
  })
  t.match(await shown(), /报告不可信[\s\S]*reconciliation-differs/)
  t.equal(await page.locator('[data-finding]').count(), 0, 'of what does not hold nothing is shown')
  t.same(await desk.judge('reconciliation-lie'), [], 'a lie')
  await page.unroute(path)
  await nameLogs([other.institution, cloudLog.url])
  await page.goto('about:blank')
  await desk.go(`reconciliation/${id}?log=${other.institution}`, '[data-reconciliation=rejected]')
  t.match(await desk.text('[data-reconciliation]'), /另一家影像云/)
  await desk.go('reconciliations', 'input[type=file]')
  const { body } = await desk.get(`/api/reconciliations/${other.institution}/${id}`)
  const input = page.locator('input[type=file]').first()
  const asFile = (text: string) => ({
    ...{ name: 'report.json', mimeType: 'application/json' },
    buffer: Buffer.from(text),
  })
  await input.setInputFiles(asFile(body))
  await page.waitForSelector('[data-reconciliation=valid]')
  await input.setInputFiles(asFile('{"format":"<script>"}'))
  await page.waitForSelector('[data-reconciliation=rejected]')
  await nameLogs([cloud.institution, cloudLog.url])
})

test('PROV-2 PROV-3: what does not agree is a finding, dealt with by people, which leads to its reports', async (t) => {
  const row = `.ant-table-row:has-text("${hospital.institution}"):has-text("双方调阅日志不符")`
  for (let tries = 0; tries < 60 && !(await page.locator(row).count()); tries++) {
    // rules are looked at when a block has come
    await tell(cloudLog, [look(tries)])
    await desk.go('findings', '.ant-table')
    await page.waitForTimeout(1000)
    await page.reload()
    await page.waitForSelector('.ant-table-row')
  }
  await page.locator(`${row} a`).first().click()
  await page.getByRole('button', { name: '查看背后的明细' }).click()
  await page.waitForSelector('[data-report]')
  for (const text of await page.locator('.ant-table-row').allInnerTexts())
    t.ok(text.includes(hospital.institution))
})

test('in English and in the dark, by keyboard; a hospital reads no report here', async (t) => {
  await page.getByRole('button', { name: 'English' }).click()
  await page.getByRole('button', { name: 'Dark' }).click()
  await page.waitForSelector('text=Two-sided reconciliation: who opened images')
  t.same(await desk.judge('reconciliations-dark-en'), [], 'list')
  await page.locator('[data-report]').first().focus()
  await page.keyboard.press('Enter')
  await page.waitForSelector('[data-reconciliation=valid]')
  t.equal(await page.evaluate(() => document.activeElement?.id), 'main', 'reading goes on at the new page')
  t.match(await page.title(), /Huren explorer/)
  t.same(await desk.judge('reconciliation-dark-en'), [], 'report')
  await page.evaluate(() => fetch('/sign-out', { method: 'POST' }))
  await page.getByRole('link', { name: /All reports/ }).click()
  await desk.signIn(system, 'regulator')
  await page.waitForSelector('[data-report]')
  t.match(page.url(), /regulator#\/reconciliations$/, 'whose session has ended comes back to where they were')
  const elsewhere = await Desk.signedIn(browser, system, 'hospital', 'hospital')
  for (const path of ['', `/${cloud.institution}/${id}`])
    t.equal((await elsewhere.get(`/api/reconciliations${path}`)).status, 403, path)
  // the browser notes the question that was asked after the session had ended
  t.same(
    desk.complaints.filter((text) => !/status of 40[14]/.test(text)),
    [],
  )
  t.same(desk.elsewhere, [])
})
