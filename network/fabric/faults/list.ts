import { nodesIn, nodesOf, type PlacedNode } from '../src/description/nodes.ts'
import type { Network } from '../src/run/network.ts'
import { statusOf } from '../src/watch/status.ts'
import { type Fault, killed, paused, servicesKilled } from './fault.ts'

/** The orderer that leads now. */
const leader = async (network: Network): Promise<PlacedNode[]> => {
  const { nodes } = await statusOf(network)
  const leading = nodes.find((node) => node.leader)?.node
  return nodesOf(network.consortium).filter(({ fullName }) => fullName === leading)
}

const centre = (name: string) => (network: Network) => nodesIn(network.consortium, name)
const everything = ({ consortium }: Network) => nodesOf(consortium)
const kind = (wanted: PlacedNode['kind']) => (network: Network) =>
  everything(network).filter((node) => node.kind === wanted)

/** What is done to the network, one after another. */
export const faults: readonly Fault[] = [
  ...['centre1', 'centre2', 'centre3'].map((name) =>
    killed({ zh: `数据中心 ${name} 全部进程被杀`, en: `every process of ${name} killed` }, centre(name)),
  ),
  killed({ zh: '主共识节点被杀', en: 'the leading orderer killed' }, leader),
  paused({ zh: '主共识节点停顿', en: 'the leading orderer paused' }, leader),
  servicesKilled(
    { zh: '一个合约服务被杀', en: 'one contract service killed' },
    ({ organisation }) => organisation.name === 'consensus2',
  ),
  killed({ zh: '全部共识节点被杀', en: 'every orderer killed' }, kind('orderer')),
  killed({ zh: '全部应用节点与合约服务被杀', en: 'every peer and contract service killed' }, kind('peer')),
  killed({ zh: '全部进程被杀', en: 'every process killed' }, everything),
]
