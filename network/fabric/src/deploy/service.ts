import { join } from 'node:path'
import type { PlacedPeer } from '../description/nodes.ts'
import { organisationLayout, userLayout } from '../material/layout.ts'
import { NetworkProblem } from '../problem.ts'
import { eventually } from '../run/health.ts'
import { commandOf, type Network } from '../run/network.ts'
import { connects } from '../run/ports.ts'
import { requireRunning, type Service, start } from '../run/process.ts'
import { type Slot, slotPort } from './connection.ts'

/** Which code a contract service runs. */
export interface Served {
  readonly packageId: string
  readonly bundle: string
  /** The package that the peer has installed. */
  readonly file: string
  readonly slot: Slot
}

export const serviceFiles = ({ workspace }: Pick<Network, 'workspace'>, peer: PlacedPeer, slot: Slot) => {
  const folder = workspace.node(peer).settings
  return { log: join(folder, `chaincode-${slot}.log`), pidFile: join(folder, `chaincode-${slot}.pid`) }
}

/** The contract service beside one peer: the bundle run by Node, reached only by that peer (mutual TLS). */
export const contractService = (
  network: Network,
  peer: PlacedPeer,
  { packageId, bundle, slot }: Served,
): Service => {
  const { material } = network.workspace
  const { tlsCertificate, tlsPrivateKey } = userLayout(material, peer.organisation, 'chaincode')
  return {
    name: `${peer.fullName} chaincode ${slot}`,
    ...commandOf(network, peer, process.execPath, bundle),
    cwd: network.workspace.node(peer).settings,
    env: {
      CHAINCODE_ID: packageId,
      CHAINCODE_SERVER_ADDRESS: `${peer.host}:${slotPort(peer, slot)}`,
      CHAINCODE_TLS_CERT: tlsCertificate,
      CHAINCODE_TLS_KEY: tlsPrivateKey,
      CHAINCODE_CLIENT_CA_CERT: organisationLayout(material, peer.organisation).tlsCaCertificate,
    },
    ...serviceFiles(network, peer, slot),
  }
}

/** Starts the contract service beside a peer unless it runs, and waits until it listens. */
export const serve = async (network: Network, peer: PlacedPeer, served: Served) => {
  const service = contractService(network, peer, served)
  start(service)
  await eventually(30, async () => {
    requireRunning(service)
    if (await connects(peer.host, slotPort(peer, served.slot))) return
    throw new NetworkProblem('not-ready', `${service.name} 尚未监听`, `${service.name} does not listen yet`)
  })
}
