import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { saveKey } from '@huren/crypto-config'
import { startLedger } from '@huren/embedded'
import { parseNote, verifyReceipt } from '@huren/verify'
import { test } from 'tap'
import {
  committed,
  found,
  freePorts,
  openProvince,
  passphrase,
  receiptOf,
  report,
  sentences,
  submit,
} from '../testing/province.ts'
import { startTrialNotaries } from './trial.ts'

test(
  'a trial: three notaries beside the ledger, and a trust file that its receipts verify with',
  { timeout: 170_000 },
  async (t) => {
    const province = await openProvince(t, startLedger)
    const { reporting } = await found(province)
    for (const [i, folder] of ['consensus1', 'consensus2', 'supervisor'].entries()) {
      const home = join(province.dir, 'organisations', folder)
      await mkdir(home, { recursive: true })
      await saveKey(join(home, 'administration.key'), province.keys[i]!, passphrase, 'random')
    }
    const ports = await freePorts(3)
    const start = () =>
      startTrialNotaries({ data: province.dir, ledger: province.ledger.address, host: '127.0.0.1', ports })
    // Two of the three ask while the third is not there yet, and ask again: no key may stand on a checkpoint twice.
    const first = await start()
    const [id = ''] = committed(await submit(province.contract, 'Report:submit', [report(reporting)]))
    const receipt = await receiptOf(first.urls[2]!, id)
    for (const url of first.urls) parseNote(await (await fetch(`${url}/checkpoint.witnessed`)).text())
    await first.close()
    const again = await start()
    t.teardown(() => again.close())
    const verdict = verifyReceipt(receipt, await readFile(again.trust, 'utf8'))
    t.equal(verdict.outcome, 'valid', sentences(verdict))
  },
)
