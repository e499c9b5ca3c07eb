import type { Consortium } from '../src/description/consortium.ts'
import { orderersOf, type PlacedNode, peersOf } from '../src/description/nodes.ts'
import { down } from '../src/down.ts'
import type { Network } from '../src/run/network.ts'
import { temporaryNetwork } from '../src/testing/network.ts'
import { type Centres, layOutCentres } from './centres.ts'
import { mountSmallDisk, unmountSmallDisk } from './small-disk.ts'

/** What faults happen to: a network on this machine; as root each centre has a network and some nodes have disks of their own. */
export interface Ground {
  readonly network: Network
  /** Without root there are none, and faults that need them are left out. */
  readonly centres?: Centres
  /** Nodes whose disk can be filled. */
  readonly smallDisks: readonly PlacedNode[]
  readonly remove: () => Promise<void>
}

const isRoot = () => process.platform === 'linux' && process.getuid?.() === 0

/** One orderer and one peer of different centres. */
const onSmallDisks = (consortium: Consortium): PlacedNode[] => [
  ...orderersOf(consortium).slice(1, 2),
  ...peersOf(consortium).slice(2, 3),
]

/** Nothing runs yet. */
export const layGround = async (ordering: Consortium['ordering']): Promise<Ground> => {
  if (!isRoot()) return { ...(await temporaryNetwork({ ordering })), smallDisks: [] }
  const centres = await layOutCentres()
  const { network, remove } = await temporaryNetwork({ ordering, hosts: centres.hosts })
  const smallDisks = onSmallDisks(network.consortium)
  for (const node of smallDisks) await mountSmallDisk(network, node)
  return {
    network: { ...network, within: centres.within },
    centres,
    smallDisks,
    remove: async () => {
      // a node's process is noted on its disk
      await down(network)
      for (const node of smallDisks) await unmountSmallDisk(network, node)
      await remove()
      await centres.remove()
    },
  }
}
