import type { Organisation } from '../description/consortium.ts'
import type { PlacedOrderer, PlacedPeer } from '../description/nodes.ts'
import { nodeLayout, organisationLayout, userLayout } from '../material/layout.ts'
import type { Network } from './network.ts'
import { runTool } from './tool.ts'

/** Options with which a tool reaches an ordering service over TLS. */
export const ordererOptions = ({ workspace }: Network, orderer: PlacedOrderer): string[] => [
  '--orderer',
  `${orderer.host}:${orderer.port}`,
  '--tls',
  '--cafile',
  organisationLayout(workspace.material, orderer.organisation).tlsCaCertificate,
]

const administrator = ({ workspace }: Network, organisation: Organisation) => ({
  CORE_PEER_LOCALMSPID: organisation.mspId,
  CORE_PEER_MSPCONFIGPATH: userLayout(workspace.material, organisation, 'Admin').msp,
})

/** Runs Fabric's `peer` as the administrator of the organisation that owns the peer, against that peer. */
export const peerTool = (network: Network, peer: PlacedPeer, args: readonly string[]): Promise<string> =>
  runTool(network.binaries.path.peer, args, {
    ...administrator(network, peer.organisation),
    FABRIC_CFG_PATH: network.workspace.node(peer).settings,
    FABRIC_LOGGING_SPEC: 'error',
    CORE_PEER_ADDRESS: `${peer.host}:${peer.port}`,
    CORE_PEER_TLS_ROOTCERT_FILE: nodeLayout(network.workspace.material, peer).tlsCaCertificate,
  })

/** Runs Fabric's `osnadmin` as the administrator of the organisation that owns the orderer. */
export const ordererTool = (
  network: Network,
  orderer: PlacedOrderer,
  args: readonly string[],
): Promise<string> => {
  const { material } = network.workspace
  const admin = userLayout(material, orderer.organisation, 'Admin')
  return runTool(network.binaries.path.osnadmin, [
    ...args,
    '--orderer-address',
    `${orderer.host}:${orderer.adminPort}`,
    '--ca-file',
    nodeLayout(material, orderer).tlsCaCertificate,
    '--client-cert',
    admin.tlsCertificate,
    '--client-key',
    admin.tlsPrivateKey,
  ])
}
