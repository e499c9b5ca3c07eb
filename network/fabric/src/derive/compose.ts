import { stringify } from 'yaml'
import type { Consortium } from '../description/consortium.ts'
import { nodesIn, type PlacedNode } from '../description/nodes.ts'
import { portsOf } from '../run/ports.ts'
import { chaincodeEnvironment, installedPlace } from './place.ts'

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
    environment: { FABRIC_CFG_PATH: settings, FABRIC_LOGGING_SPEC: 'info' },
    ...(node.kind === 'peer' && { env_file: [`./${node.fullName}/${chaincodeEnvironment}`] }),
    command: node.kind === 'peer' ? ['peer', 'node', 'start'] : ['orderer'],
    ports: published(node),
    volumes: [`./${node.fullName}:${settings}:ro`, `${volumeName(node)}:${installedPlace(node).data}`],
  }
}

const volumeName = ({ fullName }: PlacedNode) => fullName.replaceAll('.', '-')

/** compose.yaml for one data centre (Compose Specification): its orderers and peers, data in named volumes. */
export const composeFile = (consortium: Consortium, dataCentre: string): string => {
  const nodes = nodesIn(consortium, dataCentre)
  return stringify({
    name: `huren-${dataCentre}`,
    services: Object.fromEntries(nodes.map((node) => [node.fullName, service(consortium, node)])),
    volumes: Object.fromEntries(nodes.map((node) => [volumeName(node), {}])),
  })
}
