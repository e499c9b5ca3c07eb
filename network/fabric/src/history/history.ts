import { type Held, heldBy } from '../channel/peer-channel.ts'
import { connectTo } from '../connect.ts'
import type { PlacedPeer } from '../description/nodes.ts'
import { NetworkProblem } from '../problem.ts'
import type { Network } from '../run/network.ts'
import { reachablePeer } from '../run/reachable.ts'
import { type Decision, decisionsIn } from './decision.ts'

/** What was decided, from a block on. */
export interface History {
  /** The first block that was looked at. */
  readonly since: number
  readonly decisions: readonly Decision[]
}

const elsewhere = ({ fullName }: PlacedPeer, { first }: Held) =>
  new NetworkProblem(
    'blocks-elsewhere',
    `${fullName} 从快照加入，只有区块 ${first} 起的历史：用 --from ${first}，更早的请向中心机构查询`,
    `${fullName} joined from a snapshot and has the blocks from ${first} on: ask with --from ${first}; a central organisation has those before`,
  )

/**
 * Who approved what: every change of the channel's configuration and every approval of a contract bundle, with who signed
 * it, read from the blocks, where nobody can alter it.
 * @param from number of the first block to look at; the first that this machine's peer holds unless told
 * @throws NetworkProblem `blocks-elsewhere` when the peer joined from a later snapshot
 */
export const historyOf = async (network: Network, from?: number): Promise<History> => {
  const peer = await reachablePeer(network)
  const held = await heldBy(network, peer)
  const since = from ?? held.first
  if (since < held.first) throw elsewhere(peer, held)
  return { since, decisions: await decisionsBetween(network, peer, since, held.height) }
}

const decisionsBetween = async (network: Network, peer: PlacedPeer, since: number, height: number) => {
  const decisions: Decision[] = []
  if (since >= height) return decisions
  const { gateway, close } = connectTo(network, peer)
  try {
    const blocks = await gateway
      .getNetwork(network.consortium.channel)
      .getBlockEvents({ startBlock: BigInt(since) })
    for await (const block of blocks) {
      decisions.push(...decisionsIn(block))
      if ((block.getHeader()?.getNumber() ?? 0) >= height - 1) break
    }
    blocks.close()
  } finally {
    close()
  }
  return decisions
}
