import { renameSync, writeFileSync } from 'node:fs'
import { readDeployed } from '../deploy/deployed.ts'
import { nodesOf } from '../description/nodes.ts'
import { type BackupRecord, backupRecords } from '../maintain/backup-record.ts'
import { type Unreadable, type Waiting, waitingFor } from '../proposal/waiting.ts'
import type { Network } from '../run/network.ts'
import { examine, type Finding } from './doctor.ts'
import { type NodeStatus, statusOf } from './status.ts'

/** How a machine's part of the network is, for whoever shows it: the explorer's city door reads this. */
export interface Feed {
  readonly version: 1
  /** When it was looked at, ISO 8601. */
  readonly at: string
  readonly channel: string
  readonly height: number
  readonly diskFreeBytes: number
  readonly nodes: readonly (NodeStatus & { readonly mspId: string; readonly address: string })[]
  /** The bundle that this machine serves; null before the first `deploy`. */
  readonly contracts: { readonly packageId: string } | null
  readonly findings: readonly Finding[]
  /** Newest first. */
  readonly backups: readonly BackupRecord[]
  /** What waits for signatures; null when no folder was named. */
  readonly requests: {
    readonly waiting: readonly Waiting[]
    readonly unreadable: readonly Unreadable[]
  } | null
}

/** @param requests the folder through which the organisations exchange their files */
export const feedOf = async (
  network: Pick<Network, 'consortium' | 'workspace'>,
  requests?: string,
): Promise<Feed> => {
  const [status, findings] = await Promise.all([statusOf(network), examine(network)])
  const placed = new Map(nodesOf(network.consortium).map((node) => [node.fullName, node]))
  const deployed = readDeployed(network)
  return {
    version: 1,
    at: new Date().toISOString(),
    channel: status.channel,
    height: status.height,
    diskFreeBytes: status.diskFreeBytes,
    nodes: status.nodes.map((node) => {
      const { organisation, host, port } = placed.get(node.node) ?? {}
      return { ...node, mspId: organisation?.mspId ?? '', address: host ? `${host}:${port}` : '' }
    }),
    contracts: deployed && { packageId: deployed.packageId },
    findings,
    backups: backupRecords(network.workspace),
    requests: requests === undefined ? null : waitingFor(network, requests),
  }
}

/** Whoever reads the file sees the old one or the new one, never a part. */
export const writeFeed = (file: string, feed: Feed) => {
  writeFileSync(`${file}.unfinished`, `${JSON.stringify(feed, null, 2)}\n`)
  renameSync(`${file}.unfinished`, file)
}
