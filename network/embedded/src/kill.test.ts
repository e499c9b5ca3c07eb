import { test } from 'tap'
import { runKillCycles } from './testing/kill-cycles.ts'
import { testFolders } from './testing/ledger.ts'

test(
  'SIGKILL under load loses no acknowledged transaction and doubles none (EXCH-9)',
  { timeout: 150_000 },
  async (t) => {
    const folders = await testFolders(t)
    const report = await runKillCycles({ ...folders, cycles: 10, submitters: 20, longestLoad: 500 })
    t.ok(report.acknowledged > 0, `${report.acknowledged} acknowledged in ${report.blocks} blocks`)
    t.ok(report.committed >= report.acknowledged)
  },
)
