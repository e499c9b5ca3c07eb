import { join } from 'node:path'
import type { Contract, Gateway } from '@hyperledger/fabric-gateway'
import { connectTo } from '../src/connect.ts'
import { buildContracts } from '../src/deploy/bundle.ts'
import { deploy } from '../src/deploy/deploy.ts'
import { peersOf } from '../src/description/nodes.ts'
import type { Network } from '../src/run/network.ts'
import { endorsersFound } from '../src/testing/network.ts'
import { up } from '../src/up.ts'
import { type Author, found } from './founding.ts'
import { contractsOn } from './submit.ts'

/** A network ready for load: contracts in force, two hospitals admitted, a connection to each peer. */
export interface Ready {
  readonly gateways: readonly Gateway[]
  readonly contracts: readonly Contract[]
  readonly authors: readonly Author[]
  readonly close: () => void
}

/** Brings up a network, deploys this project's contracts and founds the consortium on it. */
export const prepare = async (network: Network): Promise<Ready> => {
  await up(network)
  await deploy(network, await buildContracts(join(network.workspace.root, 'contracts.cjs')))
  const connections = peersOf(network.consortium).map((peer) => connectTo(network, peer))
  const gateways = connections.map(({ gateway }) => gateway)
  const contracts = gateways.map(contractsOn)
  for (const peer of peersOf(network.consortium)) await endorsersFound(connectTo(network, peer))
  const [contract] = contracts
  if (!contract) throw new Error('a network has peers')
  const close = () => {
    for (const connection of connections) connection.close()
  }
  return { gateways, contracts, authors: await found(contract), close }
}
