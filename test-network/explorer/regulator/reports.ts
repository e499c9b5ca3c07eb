import { test } from 'tap'
import { csvRows, openPdf, sheetRows } from '../opened.ts'
import { desk } from './stage.ts'

test('PROV-10 PROV-13: a report is made, looked at, saved, and taken away as a file; a ranking', async (t) => {
  await desk.go('report/new', '[data-look]')
  await desk.page.click('[data-look]')
  await desk.page.waitForSelector('.ant-table-row')
  t.same(await desk.judge('report'), [], 'report')
  const choose = async (field: string, word: string) => {
    await desk.page.getByRole('combobox', { name: field }).click()
    await desk.page.click(`.ant-select-dropdown:visible [title="${word}"]`)
  }
  await choose('定时', '每日')
  await desk.page.getByLabel('时间（北京时间）').fill('07:30')
  await choose('格式', 'PDF')
  await desk.page.click('[data-save]')
  await desk.page.waitForFunction(() => !location.hash.endsWith('/new'))
  const [kept] = JSON.parse((await desk.get('/api/reports')).body).rows
  t.match(
    kept,
    { schedule: { every: 'day', at: '07:30', format: 'pdf' }, next: /T23:30:00/ },
    'made again at half past seven in China',
  )
  await desk.go('reports', '.ant-table-row')
  t.same(await desk.look('reports'), [], 'reports')
  await desk.go('ranking', '[data-ranking] .ant-table-row')
  t.same(await desk.look('ranking'), [], 'ranking')
})

const field = (name: string) => desk.page.getByLabel(name, { exact: true })
/** Types a day as a person does; this browser's field begins with the month. */
const type = async (name: string, day: string) => {
  await field(name).focus()
  await desk.page.keyboard.type(`${day.slice(5)}${day.slice(0, 4)}`.replace('-', ''))
}
const rowsOf = (page: typeof desk.page) =>
  page
    .locator('.ant-table-row')
    .evaluateAll((rows) =>
      rows.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent?.trim() ?? '')),
    )

test('PROV-10: a report over fixed days: typed, looked at, drilled into, saved, opened again, exported; nonsense is refused', async (t) => {
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
  const first = `${today.slice(0, 4)}-01-01`
  await desk.go('report/new', '[data-look]')
  await field('名称').fill('年初至今各项目互认')
  await desk.page.getByRole('combobox', { name: '期间' }).click()
  await desk.page.click('.ant-select-dropdown:visible [title="固定日期"]')
  await desk.page.waitForSelector('input[type=date]')
  await type('至', '1999-12-31')
  t.match(await desk.text(), /结束日期早于开始日期/, 'said at once')
  await desk.page.click('[data-look]')
  await desk.page.waitForSelector('.ant-alert-error')
  t.match(await desk.text('.ant-alert-error'), /period/, 'and refused by the server')
  t.equal(desk.complaints.splice(0).filter((text) => !/status of 400/.test(text)).length, 0)
  await type('自', first)
  await type('至', today)
  t.equal(await field('自').inputValue(), first)
  t.equal(await field('至').inputValue(), today)
  await desk.page.getByRole('combobox', { name: '指标' }).click()
  await desk.page.click('.ant-select-dropdown:visible [title="互认率"]')
  await desk.page.keyboard.press('Escape')
  await desk.page.click('[data-look]')
  await desk.page.waitForSelector('.ant-table-row')
  t.equal(await desk.page.locator('.ant-alert-error').count(), 0)
  t.match(await desk.text('[data-period]'), `${first} — ${today}`)
  t.same(await desk.judge('report-fixed'), [], 'report')
  const shown = await rowsOf(desk.page)
  await desk.page.click('[data-save]')
  await desk.page.waitForFunction(() => !location.hash.endsWith('/new'))
  const place = new URL(desk.page.url()).hash.slice(2)
  await desk.go('reports', '.ant-table-row')
  await desk.go(place, 'input[type=date]')
  t.equal(await field('自').inputValue(), first, 'opened again: the same days')
  await desk.page.click('[data-look]')
  await desk.page.waitForSelector('.ant-table-row')
  t.same(await rowsOf(desk.page), shown, 'and the same table')
  await desk.page.click('[data-save]')
  await desk.page.waitForSelector('[data-saved="1"]')
  const csv = csvRows(await desk.download('a:text-is("CSV")'))
  const [head, ...rows] = csv
  t.same(head, ['机构 Institution', '声明数 Statements', '互认率 Recognition rate'])
  const percent = (share: unknown) =>
    share === '' || share === null ? '—' : `${(Number(share) * 100).toFixed(1)}%`
  const asShown = (row: readonly unknown[]) => [String(row[1]), percent(row[2])]
  t.same(
    rows.map(asShown),
    shown.map((row) => row.slice(1)),
    'CSV, read by a library of others',
  )
  const sheet = await sheetRows(await desk.download('a:text-is("XLSX")'))
  t.same(sheet[0], head)
  t.same(
    sheet.slice(1).map(asShown),
    shown.map((row) => row.slice(1)),
    'XLSX',
  )
  const pdf = await openPdf(await desk.download('a:text-is("PDF")'))
  t.match(pdf.text, '年初至今各项目互认', 'PDF: its Chinese is text')
  t.match(pdf.text, `${first} — ${today}`)
  for (const [name = '', count = ''] of shown) {
    t.match(pdf.text, name.split(' ').at(-1) ?? '')
    t.match(pdf.text, count)
  }
  const [, count] = shown[0] ?? []
  await desk.page.locator('.ant-table-row a').first().click()
  await desk.page.waitForSelector(`[data-count]:has-text("共 ${count} 条")`)
  t.match(await desk.text(), new RegExp(`自: ${first}[\\s\\S]*至: ${today}`), 'the statements of these days')
})
