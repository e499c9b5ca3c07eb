import { stringify } from 'yaml'
import type { PlacedNode } from '../description/nodes.ts'
import { ordererSettings } from './orderer.ts'
import { peerSettings } from './peer.ts'
import type { NodePlace } from './place.ts'

/** The name under which Fabric looks for a node's settings in FABRIC_CFG_PATH. */
export const settingsFile = ({ kind }: Pick<PlacedNode, 'kind'>) =>
  kind === 'orderer' ? 'orderer.yaml' : 'core.yaml'

const bootstrapOf = ({ organisation, name, host, port }: PlacedNode) => {
  const other = organisation.peers.find((peer) => peer.name !== name)
  return other ? `${other.host}:${other.port}` : `${host}:${port}`
}

/** orderer.yaml or core.yaml of one node, as text. */
export const nodeSettings = (node: PlacedNode, place: NodePlace, builder: string): string =>
  stringify(
    node.kind === 'orderer'
      ? ordererSettings(node, place)
      : peerSettings(node, place, builder, bootstrapOf(node)),
    { aliasDuplicateObjects: false },
  )
