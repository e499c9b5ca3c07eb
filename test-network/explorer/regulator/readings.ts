import { test } from 'tap'
import { Desk } from '../desk.ts'
import { browser, desk, system } from './stage.ts'

test('SEC-9: nothing complained, nothing came from elsewhere; who read what is written down', async (t) => {
  t.same(desk.complaints, [])
  t.same(desk.elsewhere, [])
  const auditor = await Desk.signedIn(browser, system, 'auditor')
  await auditor.go('readings', '.ant-table-row')
  t.match(await auditor.text(), /regulator[\s\S]*\/api\/statements/)
  const readings: { key: string; account: string; path: string }[] = []
  for (let before = '', more = true; more; before = `&before=${readings.at(-1)?.key}`) {
    const { rows } = JSON.parse((await auditor.get(`/api/readings?limit=200${before}`)).body)
    readings.push(...rows)
    more = rows.length === 200
  }
  t.ok(readings.some(({ account, path }) => account === 'regulator' && path.startsWith('/api/receipts/')))
  t.same(await auditor.look('readings'), [], 'readings')
})
