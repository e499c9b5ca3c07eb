import { test } from 'tap'
import { desk } from './stage.ts'

test('CHAIN-10 CHAIN-13 CHAIN-21 CHAIN-36 CHAIN-37: blocks, transactions, contracts, notaries as they are', async (t) => {
  await desk.go('notaries', '[data-notary=witnessed] >> nth=2')
  t.match(await desk.text(), /监管机构[\s\S]*SM2/, 'who cosigned, by the trust file')
  t.same(await desk.judge('notaries'), [], 'notaries')
  await desk.go('contracts', 'a[href^="#/transactions"]')
  t.match(
    await desk.text(),
    /互认 Recognition\s+互认决定\s+\d+ \(0\)\s+3\s+\d+/,
    'what it takes, wrote and refused',
  )
  t.same(await desk.look('contracts'), [], 'contracts')
  await desk.go('transactions', 'a[href^="#/transaction/"]')
  t.match(await desk.text(), /ConsensusOneMSP\/gateway/)
  t.same(await desk.look('transactions'), [], 'transactions')
  await desk.page.locator('a[href^="#/transaction/"]').first().click()
  await desk.page.waitForSelector('a[href^="#/block/"]')
  t.same(await desk.look('transaction'), [], 'transaction')
  await desk.page.locator('a[href^="#/block/"]').first().click()
  await desk.page.waitForSelector('text=数据哈希')
  for (const page of ['institutions', 'keys', 'blocks']) {
    await desk.go(page, '.ant-table-row')
    t.same(await desk.look(page), [], page)
  }
})
