import { rmSync } from 'node:fs'
import tap, { test } from 'tap'
import { takeSnapshot } from '../channel/snapshot.ts'
import { nodesOf, type PlacedNode } from '../description/nodes.ts'
import { stopNode } from '../down.ts'
import { fabricMissing } from '../testing/network.ts'
import { underLoad } from '../testing/under-load.ts'
import { recoverNode } from './recover.ts'

tap.setTimeout(600_000)
const skip = await fabricMissing()

test('CHAIN-53: an orderer and two peers lose their disks under load and come back', { skip }, (t) =>
  underLoad(t, async (network) => {
    const nodes = nodesOf(network.consortium)
    const lose = async (node: PlacedNode | undefined, snapshot?: string) => {
      if (!node) throw new Error('there is such a node')
      await stopNode(network, node)
      rmSync(network.workspace.node(node).data, { recursive: true })
      await recoverNode(network, node, snapshot)
    }
    await lose(
      nodes.find(({ kind, organisation }) => kind === 'orderer' && organisation.name === 'supervisor'),
    )
    const [first, second, third] = nodes.filter((node) => node.kind === 'peer')
    await lose(second)
    const snapshot = first && (await takeSnapshot(network, first))
    await lose(third, snapshot?.folder)
  }),
)
