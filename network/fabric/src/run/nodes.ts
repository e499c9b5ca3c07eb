import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { peerConnections } from '../deploy/connection.ts'
import { goMemory } from '../derive/memory.ts'
import { workspacePlace } from '../derive/place.ts'
import { nodeSettings, settingsFile } from '../derive/settings.ts'
import type { PlacedNode } from '../description/nodes.ts'
import { commandOf, type Network } from './network.ts'
import type { Service } from './process.ts'

/** Writes a node's settings and makes its folders; the same description always gives the same file. */
export const writeNodeSettings = ({ workspace, binaries }: Network, node: PlacedNode) => {
  const folders = workspace.node(node)
  mkdirSync(folders.data, { recursive: true })
  const settings = nodeSettings(node, workspacePlace(workspace, node), binaries.builder)
  writeFileSync(join(folders.settings, settingsFile(node)), settings)
}

const logging = () => process.env.FABRIC_LOGGING_SPEC ?? 'warning'

/** Whoever starts the network may set Go's own variables otherwise. */
const tuning = () =>
  Object.fromEntries(Object.entries(goMemory).map(([name, value]) => [name, process.env[name] ?? value]))

/** A node as a native process. */
export const nodeService = (network: Network, node: PlacedNode): Service => {
  const { workspace, binaries } = network
  const { settings, log, pid } = workspace.node(node)
  const env = { ...tuning(), FABRIC_CFG_PATH: settings, FABRIC_LOGGING_SPEC: logging() }
  const service = { name: node.fullName, cwd: settings, log, pidFile: pid }
  if (node.kind === 'orderer') return { ...service, ...commandOf(network, node, binaries.path.orderer), env }
  const CHAINCODE_AS_A_SERVICE_BUILDER_CONFIG = JSON.stringify(
    peerConnections(node, workspacePlace(workspace, node), (path) => readFileSync(path, 'utf8')),
  )
  return {
    ...service,
    ...commandOf(network, node, binaries.path.peer, 'node', 'start'),
    env: { ...env, CHAINCODE_AS_A_SERVICE_BUILDER_CONFIG },
  }
}
