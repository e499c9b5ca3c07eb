import { test } from 'tap'
import { createChaincode } from './chaincode.ts'
import { punctual } from './punctual.ts'
import { minutes } from './rules/time.ts'
import { TestLedger } from './testing/ledger.ts'
import { beginning, World } from './testing/world.ts'

test('CHAIN-2: nobody chooses the time at which contracts decide', async (t) => {
  const ledger = new TestLedger(punctual(createChaincode(), () => beginning))
  const founding = new World().founding().map(({ text }) => text)
  const at = (now: number) => ledger.endorse({ args: ['Registry:bootstrap', ...founding], now })
  const refused = { status: 500, message: /^clock-skew: .*600 s/, writes: [], payload: '' }
  t.match(await at(beginning - minutes(10) - 1), refused, 'a proposal of the past')
  t.match(await at(beginning + minutes(10) + 1), refused, 'one of the future')
  for (const now of [beginning - minutes(5), beginning, beginning + minutes(10)])
    t.match(await at(now), { status: 200 }, `${(now - beginning) / 60_000} minutes from the clock`)
})
