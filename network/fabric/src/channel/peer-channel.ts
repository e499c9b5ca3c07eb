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

/** The blocks that a peer holds: from `first` to below `height`. */
export interface Held {
  /** 0, or the one after the snapshot that the peer joined from. */
  readonly first: number
  readonly height: number
}

export const heldBy = async (network: Network, peer: PlacedPeer): Promise<Held> => {
  const { channel } = network.consortium
  const said = await peerTool(network, peer, ['channel', 'getinfo', '--channelID', channel])
  const { height, bootstrappingSnapshotInfo: snapshot } = JSON.parse(said.slice(said.indexOf('{')))
  return { first: snapshot ? (snapshot.lastBlockInSnapshot ?? 0) + 1 : 0, height }
}

/** Height of the channel as a peer knows it. */
export const heightOfPeer = async (network: Network, peer: PlacedPeer): Promise<number> =>
  (await heldBy(network, peer)).height
