import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..')
const packages = '{chaincode,crypto-config,network,gateway-api,oracles,explorer,test-network}'

/** Every test file of the project, from its root. */
const testFiles = (): string[] =>
  globSync(`${packages}/**/*.test.ts`, { cwd: root, exclude: ['**/node_modules/**', '**/dist/**'] }).sort()

/** Whether a test brings up a real Fabric network: such tests run one after another, and take their time. */
const needsFabric = (file: string) => readFileSync(join(root, file), 'utf8').includes('fabricMissing(')

/** Test files that need real Fabric, and all others. */
export const filesByNeed = () => {
  const files = testFiles()
  const fabric = files.filter(needsFabric)
  return { fabric, others: files.filter((file) => !fabric.includes(file)) }
}
