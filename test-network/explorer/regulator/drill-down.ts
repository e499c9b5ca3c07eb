import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { test } from 'tap'
import { hurenMain } from '../../dev-env/system.ts'
import { openPdf, qrOn } from '../opened.ts'
import { account, browser, desk, folder, system } from './stage.ts'

const verified = (receipt: string) =>
  execa(process.execPath, [
    hurenMain,
    ...['receipt', 'verify', receipt, '--trust', system.notaries?.trust ?? ''],
  ])

test('ARCH-6 PROV-7 PROV-8 CITY-28 CITY-29: from the overview’s number to the list behind it, as many as it says', async (t) => {
  t.ok(account.held, 'the demo’s data are there')
  const figure = desk.page.locator('[data-indicator=recognised]')
  await desk.page.waitForFunction(
    () => document.querySelector('[data-indicator=recognised]')?.textContent !== '0',
  )
  t.same(await desk.judge('overview'), [], 'overview')
  const number = await figure.innerText()
  await figure.click()
  await desk.page.waitForSelector('a[href^="#/statement/"]')
  t.match(await desk.text('[data-count]'), `共 ${number} 条`)
  t.equal(await desk.page.locator('a[href^="#/statement/"]').count(), Number(number))
  t.same(await desk.look('statements'), [], 'statements')
})

test('PROV-4: a statement’s receipt is verified in this browser, and again by the command line', async (t) => {
  await desk.page.locator('a[href^="#/statement/"]').first().click()
  await desk.page.waitForSelector('[data-proof]')
  for (let tries = 0; tries < 40 && !(await desk.page.locator('[data-proof=proven]').count()); tries++) {
    await desk.page.waitForTimeout(500)
    await desk.page.reload()
    await desk.page.waitForSelector('[data-proof]:not([data-proof=pending])')
  }
  t.match(await desk.text('[data-proof=proven]'), /证明成立[\s\S]*已由以下机构见证/)
  t.same(await desk.judge('statement'), [], 'statement')
  const bytes = await desk.download('[data-download=receipt]')
  const receipt = join(folder.path, 'statement.receipt')
  await writeFile(receipt, bytes)
  t.match((await verified(receipt)).stdout, /\[valid\]/)
  const pdf = await desk.download('[data-download=certificate]')
  t.equal(pdf.subarray(0, 5).toString(), '%PDF-')
  const { text, files } = await openPdf(pdf)
  t.equal(files.get('receipt.json'), bytes.toString('utf8'), 'the certificate carries the same receipt')
  const id = desk.page.url().split('/').at(-1) ?? ''
  t.match(text.replaceAll(/\s/g, ''), id, 'which statement, in print')
  t.match(text, /存证凭证[\s\S]*证明成立[\s\S]*如何核验/)
  t.equal(await qrOn(pdf, browser), `${desk.url}/regulator#/statement/${id}`, 'a camera is led to it')
  if (process.env.HUREN_SCREENSHOTS)
    await writeFile(join(process.env.HUREN_SCREENSHOTS, 'certificate.pdf'), pdf)
})

test('PROV-8: the time line of a report, from its anchor over decisions to its withdrawal', async (t) => {
  await desk.go('statements?type=report&outcome=withdrawn&result=committed', 'a[href^="#/statement/"]')
  await desk.page.locator('a[href^="#/statement/"]').first().click()
  await desk.page.locator('a[href^="#/record/"]').first().click()
  await desk.page.waitForSelector('.ant-table-row >> nth=1')
  const rows = await desk.page.locator('.ant-table-row').allInnerTexts()
  t.match(rows[0], /最终/)
  t.ok(rows.some((row) => row.includes('撤回')))
  t.same(await desk.look('time-line'), [], 'time line')
})
