import { ensureMembers } from '../authority/members.ts'
import { joinFromSnapshot } from '../channel/snapshot.ts'
import type { PlacedPeer } from '../description/nodes.ts'
import { localNodes, localOrganisations } from '../run/local.ts'
import type { Network } from '../run/network.ts'
import { startNode } from '../up.ts'

/** Starts a city's peers on its own machine, also before it is a member: its addresses are checked when it applies. */
export const startCity = async (network: Network): Promise<PlacedPeer[]> => {
  for (const organisation of localOrganisations(network)) await ensureMembers(network, organisation)
  const peers = localNodes(network).filter((node) => node.kind === 'peer')
  for (const peer of peers) await startNode(network, peer)
  return peers
}

/** Joins an admitted city's peers to the channel from a snapshot that a central organisation gave it. */
export const joinCity = async (network: Network, snapshot: string): Promise<void> => {
  for (const peer of await startCity(network)) await joinFromSnapshot(network, peer, snapshot)
}
