import { existsSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { fetchConfigBlock } from '../channel/config.ts'
import { joinOrderer } from '../channel/orderer-channel.ts'
import { joinPeer } from '../channel/peer-channel.ts'
import { joinFromSnapshot } from '../channel/snapshot.ts'
import { readDeployed } from '../deploy/deployed.ts'
import { install } from '../deploy/lifecycle.ts'
import type { PlacedNode, PlacedOrderer, PlacedPeer } from '../description/nodes.ts'
import { stopNode } from '../down.ts'
import { eventually } from '../run/health.ts'
import type { Network } from '../run/network.ts'
import { reachablePeer } from '../run/reachable.ts'
import { startNode } from '../up.ts'
import { waitLevel } from '../watch/level.ts'

const rejoinOrderer = async (network: Network, orderer: PlacedOrderer) => {
  const block = join(network.workspace.channel, 'newest-config.block')
  await fetchConfigBlock(network, await reachablePeer(network), block)
  await eventually(60, () => joinOrderer(network, orderer, block))
}

/** The installed contract package was on the disk, too; its approval is on the channel. */
const rejoinPeer = async (network: Network, peer: PlacedPeer, snapshot?: string) => {
  if (snapshot) await joinFromSnapshot(network, peer, snapshot)
  else await joinPeer(network, peer, network.workspace.firstBlock)
  const deployed = readDeployed(network)
  if (deployed) await install(network, peer, deployed)
}

/**
 * Brings a node back that lost its disk, or must not trust it any more: what is left is moved aside, and the node takes
 * the channel anew from the others, with its old keys. An orderer starts from the newest configuration block, a peer from
 * the first block or from a snapshot. Done when it is level with the others.
 * @returns the folder to which the old data was moved, if there was any
 */
export const recoverNode = async (
  network: Network,
  node: PlacedNode,
  snapshot?: string,
): Promise<string | undefined> => {
  const { data } = network.workspace.node(node)
  await stopNode(network, node)
  const aside = `${data}-${new Date().toISOString().replaceAll(':', '')}`
  const had = existsSync(data)
  if (had) renameSync(data, aside)
  await startNode(network, node)
  if (node.kind === 'orderer') await rejoinOrderer(network, node)
  else await rejoinPeer(network, node, snapshot)
  await waitLevel(network, node)
  return had ? aside : undefined
}
