import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '..', '..')
export const packages = '{chaincode,crypto-config,network,gateway-api,oracles,explorer,test-network}'

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

/**
 * Those that take turns with one system (`dev-env/shared.ts`). The first compares what the explorer counts with what it
 * stated itself, the last has the explorer started again.
 */
const inTurns = [
  'test-network/explorer/regulator.test.ts',
  'test-network/patient/door.test.ts',
  'test-network/patient/devices.test.ts',
  'test-network/scenarios/access-receipts.test.ts',
  'test-network/explorer/reconciliations.test.ts',
  'test-network/explorer/city.test.ts',
]

/** What takes longest is begun first, so that at the end no processor waits for the other: whole systems, real kills. */
const longest = [
  'test-network/hospital/door.test.ts',
  'explorer/web/e2e.test.ts',
  'gateway-api/cli/src/start/start.test.ts',
  'gateway-api/cli/src/start/whole.test.ts',
  'test-network/scenarios/main-job.test.ts',
  'gateway-api/server/src/queue/outage.test.ts',
  'network/embedded/src/kill.test.ts',
  'gateway-api/server/src/queue/kill.test.ts',
]
const longestFirst = (files: readonly string[]): string[] => [
  ...longest.filter((file) => files.includes(file)),
  ...files.filter((file) => !longest.includes(file)),
]

/** Test files that need real Fabric, those of them that are in every run, those that take turns, and all others. */
export const filesByNeed = () => {
  const files = testFiles()
  const fabric = files.filter(needsFabric)
  return {
    fabric,
    fabricInEveryRun: fabric.filter((file) => inEveryRun.includes(file)),
    inTurns: inTurns.filter((file) => files.includes(file)),
    others: longestFirst(files.filter((file) => !fabric.includes(file) && !inTurns.includes(file))),
  }
}
