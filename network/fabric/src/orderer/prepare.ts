import { join } from 'node:path'
import { ensureMembers } from '../authority/members.ts'
import { fetchConfigBlock } from '../channel/config.ts'
import { joinOrderer, ordererChannel } from '../channel/orderer-channel.ts'
import { heightOfPeer } from '../channel/peer-channel.ts'
import type { Consortium, OrdererNode, Organisation } from '../description/consortium.ts'
import { NetworkProblem } from '../problem.ts'
import { eventually } from '../run/health.ts'
import { organisationNamed } from '../run/local.ts'
import type { Network } from '../run/network.ts'
import { reachablePeer } from '../run/reachable.ts'
import { startNode } from '../up.ts'
import { makeOrdererApplication } from './application.ts'

const withOrderer = (consortium: Consortium, owner: Organisation, orderer: OrdererNode): Consortium => ({
  ...consortium,
  organisations: consortium.organisations.map((one) =>
    one.name === owner.name
      ? { ...one, orderers: [...one.orderers.filter(({ name }) => name !== orderer.name), orderer] }
      : one,
  ),
})

/** The orderer as it runs before it is in the description. */
const placed = (owner: Organisation, orderer: OrdererNode) => ({
  ...orderer,
  kind: 'orderer' as const,
  id: 0,
  fullName: `${orderer.name}.${owner.domain}`,
  organisation: owner,
})

const requireNew = ({ orderers, name }: Organisation, orderer: OrdererNode) => {
  if (!orderers.some((one) => one.name === orderer.name)) return
  throw new NetworkProblem(
    'name-taken',
    `${name} 已有名为 ${orderer.name} 的共识节点`,
    `${name} has an orderer named ${orderer.name} already`,
  )
}

/**
 * Makes a new orderer ready on its owner's machine: keys of its own, a running process that follows the channel and has
 * caught up. It takes part once the organisations have put the proposal in force that its application goes into.
 * @param name the owner
 * @returns its application, to be handed to who makes the proposal
 * @throws NetworkProblem `name-taken`, `port-in-use`, `not-ready`
 */
export const prepareOrderer = async (
  network: Network,
  name: string,
  orderer: OrdererNode,
): Promise<string> => {
  const owner = organisationNamed(network, name)
  requireNew(owner, orderer)
  const { material, channel } = network.workspace
  const extended = { ...network, consortium: withOrderer(network.consortium, owner, orderer) }
  const future = organisationNamed(extended, name)
  await ensureMembers(extended, future)
  const node = placed(future, orderer)
  await startNode(extended, node)
  const peer = await reachablePeer(network)
  const block = join(channel, 'newest-config.block')
  await fetchConfigBlock(network, peer, block)
  await eventually(60, () => joinOrderer(extended, node, block))
  const height = await heightOfPeer(network, peer)
  await eventually(300, async () => {
    const own = await ordererChannel(extended, node)
    if (own && own.status === 'active' && own.height >= height) return
    throw new NetworkProblem(
      'not-ready',
      `${node.fullName} 正在追赶：${own?.height ?? 0} / ${height}`,
      `${node.fullName} is catching up: ${own?.height ?? 0} of ${height} blocks`,
    )
  })
  return makeOrdererApplication(material, future, orderer)
}
