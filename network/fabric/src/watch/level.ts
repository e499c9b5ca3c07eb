import type { PlacedNode } from '../description/nodes.ts'
import { NetworkProblem } from '../problem.ts'
import { eventually } from '../run/health.ts'
import type { Network } from '../run/network.ts'
import { statusOf } from './status.ts'

/**
 * Waits until a node holds what the furthest node of this machine holds, but for the block being made.
 * @throws NetworkProblem `not-ready` after two minutes
 */
export const waitLevel = (network: Network, { fullName }: PlacedNode): Promise<void> =>
  eventually(120, async () => {
    const { nodes } = await statusOf(network)
    const own = nodes.find(({ node }) => node === fullName)
    if (own?.health === 'OK' && own.lag !== null && own.lag <= 1) return
    throw new NetworkProblem(
      'not-ready',
      `${fullName} 落后 ${own?.lag ?? '?'} 个区块`,
      `${fullName} is ${own?.lag ?? '?'} blocks behind`,
    )
  })
