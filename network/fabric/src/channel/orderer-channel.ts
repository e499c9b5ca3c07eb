import type { PlacedOrderer } from '../description/nodes.ts'
import { NetworkProblem } from '../problem.ts'
import type { Network } from '../run/network.ts'
import { ordererTool } from '../run/tools.ts'

/** What an orderer says of its channel (channel participation API). */
export interface OrdererChannel {
  /** Blocks it holds. */
  readonly height: number
  readonly status: 'active' | 'onboarding' | 'inactive' | 'failed'
  readonly consensusRelation: 'consenter' | 'follower' | 'config-tracker' | 'other'
}

const answerOf = (text: string): Partial<OrdererChannel> => JSON.parse(text.slice(text.indexOf('{')))

/** Null while the orderer has not joined. @throws NetworkProblem `command-failed` when it cannot be reached */
export const ordererChannel = async (
  network: Network,
  orderer: PlacedOrderer,
): Promise<OrdererChannel | null> => {
  const answer = answerOf(
    await ordererTool(network, orderer, ['channel', 'list', '--channelID', network.consortium.channel]),
  )
  const { height, status, consensusRelation } = answer
  return height === undefined || !status || !consensusRelation ? null : { height, status, consensusRelation }
}

/** Joins an orderer to the channel with its first (or a later configuration) block, unless it has joined. */
export const joinOrderer = async (
  network: Network,
  orderer: PlacedOrderer,
  block: string,
): Promise<boolean> => {
  if (await ordererChannel(network, orderer)) return false
  const { channel } = network.consortium
  const said = await ordererTool(network, orderer, [
    'channel',
    'join',
    '--channelID',
    channel,
    '--config-block',
    block,
  ])
  if (await ordererChannel(network, orderer)) return true
  throw new NetworkProblem(
    'command-failed',
    `${orderer.fullName} 未能加入通道：${said}`,
    `${orderer.fullName} did not join`,
  )
}
