import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..')
const packages = '{chaincode,crypto-config,network,gateway-api,oracles,explorer,test-network}'

/** Every test file of the project, from its root. */
const testFiles = (): string[] =>
  globSync(`${packages}/**/*.test.ts`, { cwd: root, exclude: ['**/node_modules/**', '**/dist/**'] }).sort()

/** Whether a test brings up a real Fabric network: such tests run one after another, and take their time. */
const needsFabric = (file: string) => readFileSync(join(root, file), 'utf8').includes('fabricMissing(')

/**
 * Those of them that belong to every run of `npm test`: the ledger suite and the main job's scenarios on both ledgers, and what
 * takes a few seconds. The others (joining, leaving, replacing, founding, losing disks) are `npm run test:fabric` only.
 */
const inEveryRun = [
  'network/fabric/src/authority/command.test.ts',
  'network/fabric/src/authority/members.test.ts',
  'network/fabric/src/fabric.test.ts',
  'network/fabric/src/maintain/backup.test.ts',
  'network/fabric/src/suite/fabric.test.ts',
  'test-network/fabric/scenarios.test.ts',
]

/** Test files that need real Fabric, those of them that are in every run, and all others. */
export const filesByNeed = () => {
  const files = testFiles()
  const fabric = files.filter(needsFabric)
  return {
    fabric,
    fabricInEveryRun: fabric.filter((file) => inEveryRun.includes(file)),
    others: files.filter((file) => !fabric.includes(file)),
  }
}
