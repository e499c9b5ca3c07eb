import { nodesIn, nodesOf, orderersOf, type PlacedNode, peersOf } from '../src/description/nodes.ts'
import type { Network } from '../src/run/network.ts'
import { disksFull } from './disk.ts'
import { expired } from './expired.ts'
import { type Fault, killed, paused, servicesKilled } from './fault.ts'
import { leader, leaderKilledRepeatedly } from './leader.ts'
import { cutOff } from './partition.ts'
import { clientClockWrong, serviceClockWrong } from './wrong-clock.ts'

const centre = (name: string) => (network: Network) => nodesIn(network.consortium, name)
const everything = ({ consortium }: Network) => nodesOf(consortium)
const kind = (wanted: PlacedNode['kind']) => (network: Network) =>
  everything(network).filter((node) => node.kind === wanted)

/** An orderer and a peer of different centres. */
const oneOfEach = ({ consortium }: Network) => [
  ...orderersOf(consortium).slice(1, 2),
  ...peersOf(consortium).slice(2, 3),
]

/** A peer of a centre in which no leader stands. */
const withoutLeader = async (network: Network): Promise<PlacedNode[]> => {
  const [leading] = await leader(network)
  const peers = peersOf(network.consortium)
  return peers.filter(({ organisation }) => organisation.name !== leading?.organisation.name).slice(0, 1)
}

/** What is done to the network, one after another. */
export const faults: readonly Fault[] = [
  ...['centre1', 'centre2', 'centre3'].map((name) =>
    killed({ zh: `数据中心 ${name} 全部进程被杀`, en: `every process of ${name} killed` }, centre(name)),
  ),
  killed({ zh: '主共识节点被杀', en: 'the leading orderer killed' }, leader),
  leaderKilledRepeatedly({ zh: '主共识节点反复被杀', en: 'whoever leads killed again and again' }, 12_000),
  paused({ zh: '主共识节点停顿', en: 'the leading orderer paused' }, leader),
  cutOff({ zh: '主节点所在中心与其他中心断开', en: "the leader's centre cut off from the others" }, leader),
  cutOff({ zh: '另一中心断开', en: 'another centre cut off from the others' }, withoutLeader),
  servicesKilled(
    { zh: '一个合约服务被杀', en: 'one contract service killed' },
    ({ organisation }) => organisation.name === 'consensus2',
  ),
  servicesKilled({ zh: '全部合约服务被杀', en: 'every contract service killed' }, () => true),
  killed({ zh: '全部共识节点被杀', en: 'every orderer killed' }, kind('orderer')),
  killed({ zh: '全部应用节点与合约服务被杀', en: 'every peer and contract service killed' }, kind('peer')),
  killed({ zh: '全部进程被杀', en: 'every process killed' }, everything),
  disksFull({ zh: '一个共识节点和一个应用节点磁盘写满', en: 'the disks of an orderer and a peer full' }),
  serviceClockWrong(
    { zh: '一个合约服务的时钟快一小时', en: "a contract service's clock an hour ahead" },
    'consensus2',
  ),
  clientClockWrong({ zh: '另一客户端的时钟快一小时', en: "another client's clock an hour ahead" }),
  expired(
    { zh: '一个共识节点和一个应用节点的证书过期', en: 'certificates of an orderer and a peer expired' },
    oneOfEach,
  ),
]
