import { existsSync } from 'node:fs'
import { centralOrganisations } from '@huren/crypto-config'
import type { PlacedPeer } from '../description/nodes.ts'
import { NetworkProblem } from '../problem.ts'
import { eventually } from '../run/health.ts'
import { localNodes } from '../run/local.ts'
import type { Network } from '../run/network.ts'
import { stop } from '../run/process.ts'
import { reachablePeers } from '../run/reachable.ts'
import { slotOf, slots } from './connection.ts'
import { wantedDefinition } from './definition.ts'
import { writeDeployed } from './deployed.ts'
import { approve, commit, committedDefinition, type Definition, install } from './lifecycle.ts'
import { type ContractPackage, hashOf, packBundle } from './package.ts'
import { serve, serviceFiles } from './service.ts'

const requireBundle = (bundle: string) => {
  if (existsSync(bundle)) return
  throw new NetworkProblem(
    'bundle-missing',
    `找不到合约包 ${bundle}`,
    `there is no contract bundle ${bundle}`,
  )
}

/** A contract decides by MSP id whose records are a city's own, and who may change them without that city. */
const requireKnownCentre = ({ consortium }: Network) => {
  const described = consortium.organisations.map(({ mspId }) => mspId).sort()
  const known = centralOrganisations.map(({ mspId }) => mspId).sort()
  if (described.join() === known.join()) return
  throw new NetworkProblem(
    'description-invalid',
    `合约认定的中心机构为 ${known.join('、')}，描述文件为 ${described.join('、')}`,
    `the contracts know the central organisations as ${known.join(', ')}, the description as ${described.join(', ')}`,
  )
}

const prepare = async (
  network: Network,
  peer: PlacedPeer,
  definition: Definition,
  packed: ContractPackage,
) => {
  await serve(network, peer, { ...packed, slot: slotOf(definition.sequence) })
  await install(network, peer, packed)
  await approve(network, peer, definition, packed)
}

const waitCommitted = (network: Network, peer: PlacedPeer, { sequence }: Definition) =>
  eventually(60, async () => {
    const seen = await committedDefinition(network, peer)
    if (seen.sequence < sequence)
      throw new NetworkProblem(
        'not-ready',
        `${peer.fullName} 尚未看到新合约`,
        `${peer.fullName} has not seen it yet`,
      )
  })

/**
 * Puts a contract bundle in force: serves it beside each peer of this machine, installs and approves it for their
 * organisations, and commits the definition once two of three central organisations approve the very same bundle.
 * An upgrade is the same call with another bundle; the old one serves until the new one is committed.
 * @param bundle one JavaScript file that serves the contracts over chaincode-as-a-service when Node runs it
 * Where the organisations are on machines of their own, each runs this at home: the first is told that another approval is
 * missing, the second puts the bundle in force, and all run it once more (or then) to serve it.
 * @returns the definition in force
 * @throws NetworkProblem `bundle-missing`, `signatures-missing`
 */
export const deploy = async (network: Network, bundle: string, dataCentre?: string): Promise<Definition> => {
  requireBundle(bundle)
  requireKnownCentre(network)
  const peers = localNodes(network, dataCentre).filter((node) => node.kind === 'peer')
  const [first] = peers
  if (!first) return { sequence: 0, version: '' }
  const committed = await committedDefinition(network, first)
  const definition = wantedDefinition(committed, hashOf(bundle))
  const slot = slotOf(definition.sequence)
  const packed = await packBundle(bundle, network.workspace.chaincode, slot)
  network.say(
    `合约 ${definition.version}，序号 ${definition.sequence}`,
    `contracts ${definition.version}, sequence ${definition.sequence}`,
  )
  await Promise.all(peers.map((peer) => prepare(network, peer, definition, packed)))
  if (definition.sequence > committed.sequence)
    await commit(network, first, await reachablePeers(network), definition)
  await Promise.all(peers.map((peer) => waitCommitted(network, peer, definition)))
  writeDeployed(network, { ...packed, slot })
  const other = slots.filter((name) => name !== slot)
  await Promise.all(
    peers.flatMap((peer) => other.map((name) => stop(serviceFiles(network, peer, name).pidFile))),
  )
  return definition
}
