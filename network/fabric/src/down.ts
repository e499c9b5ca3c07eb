import { nodesIn } from './description/nodes.ts'
import type { Network } from './run/network.ts'
import { stop } from './run/process.ts'

/**
 * Stops the processes of the network or of one data centre; data and keys stay.
 * @returns how many were running
 */
export const down = async (
  { consortium, workspace }: Pick<Network, 'consortium' | 'workspace'>,
  dataCentre?: string,
) => {
  const pidFiles = nodesIn(consortium, dataCentre).map((node) => workspace.node(node).pid)
  const stopped = await Promise.all(pidFiles.map((pidFile) => stop(pidFile)))
  return stopped.filter((was) => was).length
}
