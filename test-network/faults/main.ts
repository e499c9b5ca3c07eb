/**
 * npm run test:faults [cycles]: kills the embedded ledger with SIGKILL at random moments under load, a hundred times
 * unless told otherwise, and holds that nothing acknowledged is lost, nothing is doubled, and the chain is whole.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createConsortium } from '@huren/crypto-config'
import { runKillCycles } from '@huren/embedded/faults'

const cycles = Number(process.argv[2] ?? 100)
const dir = await mkdtemp(join(tmpdir(), 'huren-faults-'))
const consortiumDir = join(dir, 'consortium')
await createConsortium(consortiumDir, { orderers: 1, users: ['gateway'] })

try {
  const report = await runKillCycles({
    dataDir: join(dir, 'ledger'),
    consortiumDir,
    cycles,
    submitters: 40,
    longestLoad: 800,
    onCycle: (cycle, acknowledged, height) =>
      console.log(
        `${cycle}/${cycles}: 已确认 / acknowledged ${acknowledged}, 区块 / blocks ${height}, 完整 / whole`,
      ),
  })
  console.log(JSON.stringify(report))
  await rm(dir, { recursive: true })
} catch (error) {
  console.error(`未通过 / failed: ${error instanceof Error ? error.message : error}`)
  console.error(`账本留在 / the ledger is kept in ${dir}`)
  process.exitCode = 1
}
