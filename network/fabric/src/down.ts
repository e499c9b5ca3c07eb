import { slots } from './deploy/connection.ts'
import { serviceFiles } from './deploy/service.ts'
import { localNodes } from './run/local.ts'
import type { Network } from './run/network.ts'
import { stop } from './run/process.ts'

/**
 * Stops the processes of the network or of one data centre; data and keys stay.
 * @returns how many nodes were running
 */
export const down = async (
  { consortium, workspace }: Pick<Network, 'consortium' | 'workspace'>,
  dataCentre?: string,
) => {
  const nodes = localNodes({ consortium, workspace }, dataCentre)
  const stopped = await Promise.all(nodes.map((node) => stop(workspace.node(node).pid)))
  const services = nodes.flatMap((node) =>
    node.kind === 'peer' ? slots.map((slot) => serviceFiles({ workspace }, node, slot).pidFile) : [],
  )
  await Promise.all(services.map((pidFile) => stop(pidFile)))
  return stopped.filter((was) => was).length
}
