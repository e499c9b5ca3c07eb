import { fileURLToPath } from 'node:url'
import { test } from 'tap'
import { embeddedLedger } from '../testing/embedded.ts'
import { tried } from './ledger.ts'
import { ledgerSuite } from './suite.ts'

const chaincode = fileURLToPath(import.meta.resolve('@huren/embedded/testing/chaincode'))

test('the ledger suite on the embedded ledger', async (t) => {
  const { options, close } = await embeddedLedger({ chaincode })
  t.teardown(close)
  const ledger = tried(options)
  for (const { name, run } of ledgerSuite) await t.test(name, (t) => run(t, ledger))
})
