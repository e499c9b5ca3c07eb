import { readdirSync, statfsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { readDeployed } from '../deploy/deployed.ts'
import { serviceFiles } from '../deploy/service.ts'
import type { PlacedNode } from '../description/nodes.ts'
import { healthOf } from '../run/health.ts'
import { localNodes } from '../run/local.ts'
import type { Network } from '../run/network.ts'
import { runningPid } from '../run/process.ts'
import { certificateDays } from './certificates.ts'
import { heightOf, isLeader, metricsOf } from './metrics.ts'

/** How one node is. */
export interface NodeStatus {
  readonly node: string
  readonly kind: PlacedNode['kind']
  readonly dataCentre: string
  readonly running: boolean
  readonly health: string | null
  /** Blocks it holds, and how many fewer than the furthest node. */
  readonly height: number | null
  readonly lag: number | null
  readonly leader: boolean
  readonly certificateDays: number | null
  readonly dataBytes: number
  /** Whether the contract service beside a peer runs; null for orderers and before `deploy`. */
  readonly contracts: boolean | null
}

/** How the network on this machine is. */
export interface NetworkStatus {
  readonly channel: string
  readonly height: number
  readonly contracts: string | null
  readonly diskFreeBytes: number
  readonly nodes: readonly NodeStatus[]
}

const bytesUnder = (folder: string): number => {
  try {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    )
    return files.reduce((sum, file) => sum + statSync(join(file.parentPath, file.name)).size, 0)
  } catch {
    return 0
  }
}

const contractsRun = (network: Pick<Network, 'workspace'>, node: PlacedNode): boolean | null => {
  const deployed = readDeployed(network)
  if (node.kind === 'orderer' || !deployed) return null
  return runningPid(serviceFiles(network, node, deployed.slot).pidFile) !== undefined
}

const nodeStatus = async (network: Pick<Network, 'workspace' | 'consortium'>, node: PlacedNode) => {
  const { consortium, workspace } = network
  const gauge = await metricsOf(node, consortium.channel)
  return {
    node: node.fullName,
    kind: node.kind,
    dataCentre: node.organisation.dataCentre,
    running: runningPid(workspace.node(node).pid) !== undefined,
    health: await healthOf(node),
    height: gauge && heightOf(gauge, node),
    leader: gauge !== null && node.kind === 'orderer' && isLeader(gauge),
    certificateDays: certificateDays(workspace.material, node),
    dataBytes: bytesUnder(workspace.node(node).data),
    contracts: contractsRun(network, node),
  }
}

/** Heights, leader, lag, days left of certificates, contract services, disk: what an operator looks at first. */
export const statusOf = async (
  network: Pick<Network, 'workspace' | 'consortium'>,
): Promise<NetworkStatus> => {
  const { consortium, workspace } = network
  const nodes = await Promise.all(localNodes(network).map((node) => nodeStatus(network, node)))
  const height = Math.max(0, ...nodes.map((node) => node.height ?? 0))
  const { bavail, bsize } = statfsSync(workspace.root)
  return {
    channel: consortium.channel,
    height,
    contracts: readDeployed(network)?.packageId ?? null,
    diskFreeBytes: bavail * bsize,
    nodes: nodes.map((node) => ({ ...node, lag: node.height === null ? null : height - node.height })),
  }
}
