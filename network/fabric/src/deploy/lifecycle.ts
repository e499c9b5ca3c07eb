import type { PlacedPeer } from '../description/nodes.ts'
import { organisationLayout } from '../material/layout.ts'
import { NetworkProblem } from '../problem.ts'
import type { Network } from '../run/network.ts'
import { reachableOrderer } from '../run/reachable.ts'
import { ordererOptions, peerTool } from '../run/tools.ts'
import type { ContractPackage } from './package.ts'

/** A contract definition on the channel. */
export interface Definition {
  readonly sequence: number
  /** The bundle's hash, shortened. */
  readonly version: string
}

const lifecycle = (command: string, ...options: string[]) => ['lifecycle', 'chaincode', command, ...options]

const definitionOptions = ({ consortium }: Network, { sequence, version }: Definition) => [
  ...['--channelID', consortium.channel, '--name', consortium.chaincode],
  ...['--version', version, '--sequence', String(sequence)],
]

/** What is committed, as one peer sees it; sequence 0 when nothing is. */
export const committedDefinition = async (network: Network, peer: PlacedPeer): Promise<Definition> => {
  const { channel, chaincode } = network.consortium
  const listed = JSON.parse(
    await peerTool(network, peer, lifecycle('querycommitted', '--channelID', channel, '--output', 'json')),
  )
  const definitions: (Definition & { name: string })[] = listed.chaincode_definitions ?? []
  const { sequence = 0, version = '' } = definitions.find(({ name }) => name === chaincode) ?? {}
  return { sequence, version }
}

/** Installs a package on a peer unless it is there. */
export const install = async (
  network: Network,
  peer: PlacedPeer,
  { packageId, file }: Pick<ContractPackage, 'packageId' | 'file'>,
) => {
  const listed = JSON.parse(await peerTool(network, peer, lifecycle('queryinstalled', '--output', 'json')))
  const installed: { package_id: string }[] = listed.installed_chaincodes ?? []
  if (installed.some(({ package_id }) => package_id === packageId)) return
  await peerTool(network, peer, lifecycle('install', file))
}

/** Which organisations approve exactly this definition. */
export const approvals = async (network: Network, peer: PlacedPeer, definition: Definition) => {
  const options = definitionOptions(network, definition)
  const answer = JSON.parse(
    await peerTool(network, peer, lifecycle('checkcommitreadiness', ...options, '--output', 'json')),
  )
  return answer.approvals as Readonly<Record<string, boolean>>
}

/** The package that a peer's organisation approved under a definition's sequence; null when none. */
const approvedPackage = async (
  network: Network,
  peer: PlacedPeer,
  { sequence }: Definition,
): Promise<string | null> => {
  const { channel, chaincode } = network.consortium
  const options = [
    '--channelID',
    channel,
    '--name',
    chaincode,
    '--sequence',
    String(sequence),
    '--output',
    'json',
  ]
  try {
    const approved = JSON.parse(await peerTool(network, peer, lifecycle('queryapproved', ...options)))
    return approved.source?.Type?.LocalPackage?.package_id ?? null
  } catch (problem) {
    if (problem instanceof NetworkProblem && problem.zh.includes('could not fetch approved')) return null
    throw problem
  }
}

/** Approves a definition and its package for the peer's organisation, unless it has. */
export const approve = async (
  network: Network,
  peer: PlacedPeer,
  definition: Definition,
  { packageId }: ContractPackage,
) => {
  if ((await approvedPackage(network, peer, definition)) === packageId) return
  const orderer = ordererOptions(network, await reachableOrderer(network))
  const options = [...definitionOptions(network, definition), '--package-id', packageId, ...orderer]
  await peerTool(network, peer, lifecycle('approveformyorg', ...options))
}

const endorsers = ({ workspace }: Network, peers: readonly PlacedPeer[]) =>
  peers.flatMap((peer) => [
    ...['--peerAddresses', `${peer.host}:${peer.port}`],
    ...['--tlsRootCertFiles', organisationLayout(workspace.material, peer.organisation).tlsCaCertificate],
  ])

/**
 * Commits a definition.
 * @param first in whose organisation's name
 * @param peers who may endorse it, if their organisations approved it
 * @throws NetworkProblem `signatures-missing` naming who has not approved
 */
export const commit = async (
  network: Network,
  first: PlacedPeer,
  peers: readonly PlacedPeer[],
  definition: Definition,
) => {
  const given = await approvals(network, first, definition)
  const { organisations, policies } = network.consortium
  const missing = organisations.map(({ mspId }) => mspId).filter((mspId) => !given[mspId])
  if (organisations.length - missing.length < policies.lifecycle)
    throw new NetworkProblem(
      'signatures-missing',
      `合约需要 ${policies.lifecycle} 个中心机构批准；尚未批准同一合约包的有：${missing.join('、')}`,
      `${policies.lifecycle} central organisations must approve; not yet this very bundle: ${missing.join(', ')}`,
    )
  const agreeing = peers.filter(({ organisation }) => given[organisation.mspId])
  const orderer = ordererOptions(network, await reachableOrderer(network))
  const options = [...definitionOptions(network, definition), ...orderer, ...endorsers(network, agreeing)]
  await peerTool(network, first, lifecycle('commit', ...options))
}
