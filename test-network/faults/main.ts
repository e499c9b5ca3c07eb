/**
 * npm run test:faults [cycles]: kills the embedded ledger with SIGKILL at random moments under load, a hundred times
 * unless told otherwise, and holds that nothing acknowledged is lost, nothing is doubled, and the chain is whole. Then what
 * happens to a real Fabric network (`network/fabric/faults`); it says so when Fabric is not there.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createConsortium } from '@huren/crypto-config'
import { runKillCycles } from '@huren/embedded/faults'
import { execa } from 'execa'

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

const onFabric = fileURLToPath(import.meta.resolve('@huren/fabric-network/faults'))
const { exitCode } = await execa(process.execPath, [onFabric], { stdio: 'inherit', reject: false })
if (exitCode !== 0) process.exitCode = 1
