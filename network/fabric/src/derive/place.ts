import { type Slot, slotPort } from '../deploy/connection.ts'
import type { PlacedNode, PlacedPeer } from '../description/nodes.ts'
import { nodeLayout } from '../material/layout.ts'
import type { Workspace } from '../run/workspace.ts'

/** Where one node's files lie on the machine it runs on; differs between native processes, systemd and containers. */
export interface NodePlace {
  readonly msp: string
  readonly tls: { readonly certificate: string; readonly key: string; readonly authority: string }
  readonly data: string
  /** Address the node listens on for other nodes and clients. */
  readonly listen: string
  /** Address it listens on for its own machine: operations, administration. */
  readonly operations: string
}

/** As native processes in a workspace, each node on the address that the description gives it. */
export const workspacePlace = (workspace: Workspace, node: PlacedNode): NodePlace => {
  const member = nodeLayout(workspace.material, node)
  return {
    msp: member.msp,
    tls: {
      certificate: member.tlsCertificate,
      key: member.tlsPrivateKey,
      authority: member.tlsCaCertificate,
    },
    data: workspace.node(node).data,
    listen: node.host,
    operations: node.host,
  }
}

/** Installed for one node alone, under `/etc/huren` and `/var/lib/huren`, by systemd or in a container. */
export const installedPlace = (node: PlacedNode): NodePlace => {
  const settings = `/etc/huren/${node.fullName}`
  return {
    msp: `${settings}/msp`,
    tls: {
      certificate: `${settings}/tls/server.crt`,
      key: `${settings}/tls/server.key`,
      authority: `${settings}/tls/ca.crt`,
    },
    data: `/var/lib/huren/${node.fullName}`,
    listen: '0.0.0.0',
    operations: '127.0.0.1',
  }
}

/** The contract service beside an installed peer: its bundle, and what it is told besides the package's id. */
export const installedContracts = (peer: PlacedPeer, slot: Slot) => {
  const { tls, operations } = installedPlace(peer)
  const settings = `/etc/huren/${peer.fullName}`
  return {
    bundle: `${settings}/${contractFiles(slot).bundle}`,
    identified: `${settings}/${contractFiles(slot).environment}`,
    environment: {
      CHAINCODE_SERVER_ADDRESS: `${operations}:${slotPort(peer, slot)}`,
      CHAINCODE_TLS_CERT: `${settings}/contracts-tls/server.crt`,
      CHAINCODE_TLS_KEY: `${settings}/contracts-tls/server.key`,
      CHAINCODE_CLIENT_CA_CERT: tls.authority,
    },
  }
}

/** Beside a peer's settings, once contracts are deployed: the bundle, and CHAINCODE_ID, the id of its package. */
export const contractFiles = (slot: Slot) => ({
  bundle: `contracts-${slot}.cjs`,
  environment: `contracts-${slot}.env`,
})

/** File beside a peer's settings with its connection to the contract service; it holds a key, so its owner writes it. */
export const chaincodeEnvironment = 'chaincode.env'
