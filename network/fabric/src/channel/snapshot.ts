import { createHash } from 'node:crypto'
import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { PlacedPeer } from '../description/nodes.ts'
import { nodeLayout } from '../material/layout.ts'
import { NetworkProblem } from '../problem.ts'
import { eventually } from '../run/health.ts'
import type { Network } from '../run/network.ts'
import { peerTool } from '../run/tools.ts'
import { hasJoined, heightOfPeer } from './peer-channel.ts'

/** A peer's snapshot of the channel: state, private data hashes, transaction ids, without the blocks. */
export interface Snapshot {
  readonly folder: string
  /** Height of the channel it was taken at is one more. */
  readonly lastBlock: number
  /** SHA-256 over the list of its files' hashes; equal on every honest peer at this block. */
  readonly hash: string
}

const signable = '_snapshot_signable_metadata.json'
const additional = '_snapshot_additional_metadata.json'

const tampered = (name: string) =>
  new NetworkProblem(
    'snapshot-tampered',
    `快照文件 ${name} 与其摘要不符：重新向另一个中心机构索取`,
    `the snapshot's file ${name} is not what its digest says: get it again, from another central organisation`,
  )

const digestOf = async (file: string) => {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}

/**
 * Checks that a snapshot is whole: every file has the digest that its metadata names, nothing was added, and the metadata
 * has the hash it claims. Who receives it compares the hash with that of a second organisation.
 * @throws NetworkProblem `snapshot-tampered`
 */
export const checkSnapshot = async (folder: string): Promise<Snapshot> => {
  const metadata = readFileSync(join(folder, signable))
  const { last_block_number, snapshot_files_raw_hashes: digests } = JSON.parse(metadata.toString('utf8'))
  const { snapshot_hash } = JSON.parse(readFileSync(join(folder, additional), 'utf8'))
  for (const [name, digest] of Object.entries(digests))
    if (!existsSync(join(folder, name)) || (await digestOf(join(folder, name))) !== digest)
      throw tampered(name)
  const unknown = readdirSync(folder).find(
    (name) => !(name in digests) && name !== signable && name !== additional,
  )
  if (unknown) throw tampered(unknown)
  if (createHash('sha256').update(metadata).digest('hex') !== snapshot_hash) throw tampered(signable)
  return { folder, lastBlock: last_block_number, hash: snapshot_hash }
}

const completed = ({ workspace, consortium }: Network, peer: PlacedPeer) =>
  join(workspace.node(peer).data, 'snapshots', 'completed', consortium.channel)

const newest = (folder: string): number =>
  existsSync(folder) ? Math.max(-1, ...readdirSync(folder).map(Number).filter(Number.isInteger)) : -1

/** Lets a peer write a snapshot of the channel as it is now, and checks it. */
export const takeSnapshot = async (network: Network, peer: PlacedPeer): Promise<Snapshot> => {
  const { channel } = network.consortium
  const last = (await heightOfPeer(network, peer)) - 1
  const folder = completed(network, peer)
  if (newest(folder) < last)
    await peerTool(network, peer, [
      ...['snapshot', 'submitrequest', '--channelID', channel, '--blockNumber', '0'],
      ...['--peerAddress', `${peer.host}:${peer.port}`],
      ...['--tlsRootCertFile', nodeLayout(network.workspace.material, peer).tlsCaCertificate],
    ])
  return eventually(120, async () => {
    if (newest(folder) < last)
      throw new NetworkProblem('not-ready', '快照尚未完成', 'the snapshot is not finished yet')
    return checkSnapshot(join(folder, String(newest(folder))))
  })
}

/** Joins a peer from a checked snapshot, unless it has joined; it has blocks only from there on. */
export const joinFromSnapshot = async (network: Network, peer: PlacedPeer, folder: string): Promise<void> => {
  if (await hasJoined(network, peer)) return
  const { folder: checked } = await checkSnapshot(folder)
  await peerTool(network, peer, ['channel', 'joinbysnapshot', '--snapshotpath', checked])
  await eventually(120, async () => {
    if (await hasJoined(network, peer)) return
    throw new NetworkProblem(
      'not-ready',
      `${peer.fullName} 正在读入快照`,
      `${peer.fullName} is reading the snapshot`,
    )
  })
}
