import type { PlacedPeer } from '../description/nodes.ts'
import type { Network } from '../run/network.ts'
import { peerTool } from '../run/tools.ts'

/** Whether a peer has joined the channel. */
export const hasJoined = async (network: Network, peer: PlacedPeer): Promise<boolean> => {
  const listed = await peerTool(network, peer, ['channel', 'list'])
  return listed.split('\n').some((line) => line.trim() === network.consortium.channel)
}

/** Joins a peer to the channel with its first block, unless it has joined. */
export const joinPeer = async (network: Network, peer: PlacedPeer, block: string): Promise<boolean> => {
  if (await hasJoined(network, peer)) return false
  await peerTool(network, peer, ['channel', 'join', '--blockpath', block])
  return true
}

/** Blocks a peer holds. */
export const heightOfPeer = async (network: Network, peer: PlacedPeer): Promise<number> => {
  const { channel } = network.consortium
  const said = await peerTool(network, peer, ['channel', 'getinfo', '--channelID', channel])
  return JSON.parse(said.slice(said.indexOf('{'))).height
}
