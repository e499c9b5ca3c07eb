import { stringify } from 'yaml'
import { type Slot, slots } from '../deploy/connection.ts'
import type { Consortium } from '../description/consortium.ts'
import { nodesIn, type PlacedNode, type PlacedPeer } from '../description/nodes.ts'
import { portsOf } from '../run/ports.ts'
import { kernelSettings } from './kernel.ts'
import { goMemory } from './memory.ts'
import { chaincodeEnvironment, contractFiles, installedContracts, installedPlace } from './place.ts'

/** Image tags of Hyperledger Fabric, by what the ordering service needs. */
const tag = ({ ordering }: Consortium) => (ordering === 'smartbft' ? '3.1' : '2.5')

/** Other organisations reach the first port; operations and administration stay on this machine. */
const published = (node: PlacedNode) => {
  const [open, ...local] = portsOf(node)
  return [`${open}:${open}`, ...local.map((port) => `127.0.0.1:${port}:${port}`)]
}

const service = (consortium: Consortium, node: PlacedNode) => {
  const settings = `/etc/huren/${node.fullName}`
  return {
    image: `hyperledger/fabric-${node.kind}:${tag(consortium)}`,
    container_name: node.fullName,
    hostname: node.fullName,
    restart: 'unless-stopped',
    sysctls: kernelSettings,
    environment: { FABRIC_CFG_PATH: settings, FABRIC_LOGGING_SPEC: 'info', ...goMemory },
    ...(node.kind === 'peer' && { env_file: [`./${node.fullName}/${chaincodeEnvironment}`] }),
    command: node.kind === 'peer' ? ['peer', 'node', 'start'] : ['orderer'],
    ports: published(node),
    volumes: [`./${node.fullName}:${settings}:ro`, `${volumeName(node)}:${installedPlace(node).data}`],
  }
}

/**
 * The contract service in one of the two places beside a peer, in the peer's own network so that only the peer reaches it. It
 * is started with `--profile contracts-a` or `-b`, whichever is in force.
 */
const contracts = (peer: PlacedPeer, slot: Slot) => {
  const { bundle, environment } = installedContracts(peer, slot)
  return {
    image: 'node:24-slim',
    container_name: contractsName(peer, slot),
    network_mode: `service:${peer.fullName}`,
    profiles: [`contracts-${slot}`],
    restart: 'unless-stopped',
    environment,
    env_file: [`./${peer.fullName}/${contractFiles(slot).environment}`],
    command: ['node', bundle],
    volumes: [`./${peer.fullName}:/etc/huren/${peer.fullName}:ro`],
  }
}

const contractsName = ({ fullName }: PlacedPeer, slot: Slot) => `contracts-${slot}.${fullName}`

const services = (consortium: Consortium, node: PlacedNode): [string, object][] => [
  [node.fullName, service(consortium, node)],
  ...(node.kind === 'peer'
    ? slots.map((slot): [string, object] => [contractsName(node, slot), contracts(node, slot)])
    : []),
]

const volumeName = ({ fullName }: PlacedNode) => fullName.replaceAll('.', '-')

/** compose.yaml for one data centre (Compose Specification): its orderers, peers and contract services, data in named volumes. */
export const composeFile = (consortium: Consortium, dataCentre: string): string => {
  const nodes = nodesIn(consortium, dataCentre)
  return stringify({
    name: `huren-${dataCentre}`,
    services: Object.fromEntries(nodes.flatMap((node) => services(consortium, node))),
    volumes: Object.fromEntries(nodes.map((node) => [volumeName(node), {}])),
  })
}
