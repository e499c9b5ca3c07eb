import { test } from 'tap'
import { Account, type Told } from './account.ts'

test('an account holds only when something was looked at and all of it was so', async (t) => {
  const told: Told[] = []
  const account = new Account((line) => told.push(line))
  t.equal(account.held, false, 'nothing was looked at')
  account.heading('一', 'one')
  account.check('成立', 'holds', true, 'not told')
  t.equal(account.held, true)
  account.check('不成立', 'does not hold', false, { code: 'found' })
  account.check('成立', 'holds', true)
  t.equal(account.held, false, 'one that did not hold is not forgotten')
  t.same(told[2], { kind: 'check', zh: '不成立', en: 'does not hold', held: false, found: { code: 'found' } })
  t.notOk('found' in told[1]!)
})
