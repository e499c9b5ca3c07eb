import { heightOfPeer } from '../channel/peer-channel.ts'
import { connectTo } from '../connect.ts'
import type { Network } from '../run/network.ts'
import { reachablePeer } from '../run/reachable.ts'
import { type Decision, decisionsIn } from './decision.ts'

/**
 * Who approved what: every change of the channel's configuration and every approval of a contract bundle, with who signed
 * it, read from the blocks, where nobody can alter it. A peer that joined from a snapshot has blocks only from there on.
 * @param from number of the first block to look at
 */
export const historyOf = async (network: Network, from = 0): Promise<Decision[]> => {
  const peer = await reachablePeer(network)
  const last = (await heightOfPeer(network, peer)) - 1
  const { gateway, close } = connectTo(network, peer)
  const decisions: Decision[] = []
  try {
    const blocks = await gateway
      .getNetwork(network.consortium.channel)
      .getBlockEvents({ startBlock: BigInt(from) })
    for await (const block of blocks) {
      decisions.push(...decisionsIn(block))
      if ((block.getHeader()?.getNumber() ?? 0) >= last) break
    }
    blocks.close()
  } finally {
    close()
  }
  return decisions
}
