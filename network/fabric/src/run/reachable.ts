import { orderersOf, type PlacedOrderer, type PlacedPeer, peersOf } from '../description/nodes.ts'
import { NetworkProblem } from '../problem.ts'
import { isElsewhere } from './local.ts'
import type { Network } from './network.ts'
import { connects } from './ports.ts'

const firstReachable = async <T extends { host: string; port: number }>(
  nodes: readonly T[],
): Promise<T | undefined> => {
  for (const node of nodes) if (await connects(node.host, node.port)) return node
  return undefined
}

const none = (what: { zh: string; en: string }) =>
  new NetworkProblem('not-ready', `没有可连接的${what.zh}`, `no ${what.en} can be reached`)

/** An orderer that answers. @throws NetworkProblem `not-ready` */
export const reachableOrderer = async ({ consortium }: Network): Promise<PlacedOrderer> => {
  const found = await firstReachable(orderersOf(consortium))
  if (found) return found
  throw none({ zh: '共识节点', en: 'orderer' })
}

/** A peer of this machine's organisations that answers. @throws NetworkProblem `not-ready` */
export const reachablePeer = async (network: Network): Promise<PlacedPeer> => {
  const own = peersOf(network.consortium).filter(({ organisation }) => !isElsewhere(network, organisation))
  const found = await firstReachable(own)
  if (found) return found
  throw none({ zh: '应用节点', en: 'peer' })
}

/** Every peer of any organisation that answers. */
export const reachablePeers = async ({ consortium }: Network): Promise<PlacedPeer[]> => {
  const peers = peersOf(consortium)
  const answers = await Promise.all(peers.map(({ host, port }) => connects(host, port)))
  return peers.filter((_, index) => answers[index])
}
