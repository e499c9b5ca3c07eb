import { NetworkProblem } from '../problem.ts'
import {
  allOrganisations,
  type Consortium,
  type OrdererNode,
  type Organisation,
  type PeerNode,
} from './consortium.ts'

/** An orderer (共识节点) with its owner; `id` is its consenter number, stable over the network's life. */
export interface PlacedOrderer extends OrdererNode {
  readonly kind: 'orderer'
  readonly id: number
  readonly fullName: string
  readonly organisation: Organisation
}

/** A peer (应用节点) with its owner. */
export interface PlacedPeer extends PeerNode {
  readonly kind: 'peer'
  readonly fullName: string
  readonly organisation: Organisation
}
export type PlacedNode = PlacedOrderer | PlacedPeer

/** Founders are numbered 10, 20, …, so that whoever replaces one finds a number beside it. */
export const founderStep = 10

/** The n-th orderer of each organisation in turn. */
const interleaved = ({ organisations }: Consortium) => {
  const most = Math.max(0, ...organisations.map(({ orderers }) => orderers.length))
  return Array.from({ length: most }, (_, n) =>
    organisations.flatMap((organisation) =>
      organisation.orderers.slice(n, n + 1).map((node) => ({ ...node, organisation })),
    ),
  ).flat()
}

/**
 * All orderers in the order in which leadership passes on under SmartBFT: the next leader never stands in the data
 * centre of the one that was lost, or losing a centre would cost two changes of leader.
 */
export const orderersOf = (consortium: Consortium): PlacedOrderer[] =>
  interleaved(consortium)
    .map((node, index) => ({
      ...node,
      kind: 'orderer' as const,
      id: node.consenter ?? (index + 1) * founderStep,
      fullName: `${node.name}.${node.organisation.domain}`,
    }))
    .sort((a, b) => a.id - b.id)

/** All peers, central organisations first. */
export const peersOf = (consortium: Consortium): PlacedPeer[] =>
  allOrganisations(consortium).flatMap((organisation) =>
    organisation.peers.map((node) => ({
      ...node,
      kind: 'peer' as const,
      fullName: `${node.name}.${organisation.domain}`,
      organisation,
    })),
  )

export const nodesOf = (consortium: Consortium): PlacedNode[] => [
  ...orderersOf(consortium),
  ...peersOf(consortium),
]

/** The nodes that stand in one data centre, or all of them. */
export const nodesIn = (consortium: Consortium, dataCentre?: string): PlacedNode[] => {
  const nodes = nodesOf(consortium).filter(
    ({ organisation }) => dataCentre === undefined || organisation.dataCentre === dataCentre,
  )
  if (nodes.length > 0) return nodes
  throw new NetworkProblem(
    'description-unknown-node',
    `描述文件中没有数据中心“${dataCentre}”`,
    `the description has no data centre "${dataCentre}"`,
  )
}
