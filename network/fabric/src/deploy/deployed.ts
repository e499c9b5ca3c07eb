import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Network } from '../run/network.ts'
import type { Served } from './service.ts'

const fileOf = ({ workspace }: Pick<Network, 'workspace'>) => join(workspace.chaincode, 'deployed.json')

/** What this machine serves, so that `up` starts it again; null before the first `deploy`. */
export const readDeployed = (network: Pick<Network, 'workspace'>): Served | null =>
  existsSync(fileOf(network)) ? JSON.parse(readFileSync(fileOf(network), 'utf8')) : null

export const writeDeployed = (
  network: Pick<Network, 'workspace'>,
  { packageId, bundle, file, slot }: Served,
) => {
  mkdirSync(network.workspace.chaincode, { recursive: true })
  const unfinished = `${fileOf(network)}.unfinished`
  writeFileSync(unfinished, JSON.stringify({ packageId, bundle, file, slot }, null, 2))
  renameSync(unfinished, fileOf(network))
}
