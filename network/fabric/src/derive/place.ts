import type { PlacedNode } from '../description/nodes.ts'
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

/** File beside a peer's settings with its connection to the contract service; it holds a key, so its owner writes it. */
export const chaincodeEnvironment = 'chaincode.env'
