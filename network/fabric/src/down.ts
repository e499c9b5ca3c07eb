import { existsSync, readdirSync } from 'node:fs'
import { authorityProcess } from './authority/server.ts'
import { slots } from './deploy/connection.ts'
import { serviceFiles } from './deploy/service.ts'
import { nodesOf, type PlacedNode } from './description/nodes.ts'
import { localNodes, localOrganisations } from './run/local.ts'
import type { Network } from './run/network.ts'
import { stop } from './run/process.ts'

/** Stops a node, and the contract service beside a peer; true if the node was running. */
export const stopNode = async (network: Pick<Network, 'workspace'>, node: PlacedNode): Promise<boolean> => {
  const was = await stop(network.workspace.node(node).pid)
  if (node.kind === 'peer') for (const slot of slots) await stop(serviceFiles(network, node, slot).pidFile)
  return was
}

/** Nodes that run here but are not in the description: an orderer that is prepared to join. */
const stopOthers = async ({ consortium, workspace }: Pick<Network, 'consortium' | 'workspace'>) => {
  const described = new Set(nodesOf(consortium).map(({ fullName }) => fullName))
  const running = existsSync(workspace.nodes) ? readdirSync(workspace.nodes) : []
  const others = running.filter((fullName) => !described.has(fullName))
  return Promise.all(others.map((fullName) => stop(workspace.node({ fullName }).pid)))
}

/**
 * Stops the processes of the network or of one data centre; data and keys stay.
 * @returns how many nodes were running
 */
export const down = async (network: Pick<Network, 'consortium' | 'workspace'>, dataCentre?: string) => {
  const stopped = await Promise.all(localNodes(network, dataCentre).map((node) => stopNode(network, node)))
  for (const organisation of localOrganisations(network))
    if (dataCentre === undefined || organisation.dataCentre === dataCentre)
      await stop(authorityProcess(network, organisation).pidFile)
  const others = dataCentre ? [] : await stopOthers(network)
  return [...stopped, ...others].filter((was) => was).length
}
