import type { Described } from '../channel/derived.ts'
import { allOrganisations, type Consortium } from '../description/consortium.ts'
import { writeConsortium } from '../description/file.ts'
import { nodesOf } from '../description/nodes.ts'
import { stopNode } from '../down.ts'
import { writePublic } from '../material/public.ts'
import { NetworkProblem } from '../problem.ts'
import { eventually } from '../run/health.ts'
import type { Network } from '../run/network.ts'
import { applyOperation } from './apply.ts'
import { readProposal } from './file.ts'
import { updateTo } from './update.ts'

/** Nodes of this machine that the network has no place for any more. */
const stopRemoved = async (network: Network, after: Consortium) => {
  const left = new Set(nodesOf(after).map(({ fullName }) => fullName))
  for (const node of nodesOf(network.consortium)) if (!left.has(node.fullName)) await stopNode(network, node)
}

/**
 * Takes over into this workspace what the channel has put in force: description and public certificates.
 * @param patience seconds until the channel must be so
 * @throws NetworkProblem `not-ready` when it is not
 */
export const adopt = async (network: Network, described: Described, patience: number): Promise<Network> => {
  await eventually(patience, async () => {
    if ((await updateTo(network, described)) === null) return
    throw new NetworkProblem(
      'not-ready',
      '提案尚未在通道上生效',
      'the proposal is not in force on the channel yet',
    )
  })
  const { consortium, certificates } = described
  for (const organisation of allOrganisations(consortium)) {
    const known = certificates[organisation.mspId]
    if (known) await writePublic(network.workspace.material, organisation, known)
  }
  writeConsortium(network.workspace.description, consortium)
  await stopRemoved(network, consortium)
  return { ...network, consortium }
}

/** Adopts a proposal that another organisation submitted. @throws NetworkProblem as `adopt` */
export const adoptProposal = async (network: Network, file: string): Promise<Network> =>
  adopt(network, await applyOperation(network, readProposal(file).operation), 3)
