import { join } from 'node:path'
import { type ChannelConfig, type ConfigGroup, configOfBlock, inFolder } from '../channel/config.ts'
import { writeFirstBlock } from '../channel/first-block.ts'
import { proposeUpdate } from '../channel/propose.ts'
import type { Consortium, OrdererNode } from '../description/consortium.ts'
import { writeConsortium } from '../description/file.ts'
import { orderersOf } from '../description/nodes.ts'
import { validateConsortium } from '../description/validate.ts'
import { makeMaterial } from '../material/make.ts'
import { NetworkProblem } from '../problem.ts'
import { organisationNamed } from '../run/local.ts'
import type { Network } from '../run/network.ts'

const replaced = (consortium: Consortium, fullName: string, by: OrdererNode): Consortium =>
  validateConsortium({
    ...consortium,
    organisations: consortium.organisations.map((organisation) => ({
      ...organisation,
      orderers: organisation.orderers.map((node) =>
        `${node.name}.${organisation.domain}` === fullName ? by : node,
      ),
    })),
  })

/** The configuration that a channel begun with this description would have, by Fabric's configtxgen. */
const derivedConfig = (network: Network): Promise<ChannelConfig> =>
  inFolder(async (folder) => {
    const block = join(folder, 'derived.block')
    await writeFirstBlock(network, folder, block)
    return configOfBlock(network, block)
  })

/** Takes over who orders, and who must have signed a block, from a derived configuration. */
const takeOver = ({ groups: present }: ConfigGroup, { groups: wanted }: ConfigGroup, mspId: string) => {
  const [here, there] = [present.Orderer, wanted.Orderer]
  if (!here || !there) return
  for (const value of ['Orderers', 'ConsensusType'])
    if (there.values[value]) here.values[value] = there.values[value]
  here.policies.BlockValidation = there.policies.BlockValidation
  const [own, derived] = [here.groups[mspId], there.groups[mspId]]
  if (own && derived) own.values.Endpoints = derived.values.Endpoints
}

/**
 * Writes the update that puts a new orderer in the place of an old one, with keys of its own; for two central organisations
 * to sign, its owner among them. Once it is submitted, the old one is stopped and `recover` brings up the new one.
 * @param fullName the old orderer
 * @param by the new one; another name than the old
 * @param file where the update is written
 * @throws NetworkProblem `description-unknown-node`, `description-invalid`
 */
export const proposeOrderer = async (
  network: Network,
  fullName: string,
  by: OrdererNode,
  file: string,
): Promise<Network> => {
  const old = orderersOf(network.consortium).find((node) => node.fullName === fullName)
  if (!old)
    throw new NetworkProblem(
      'description-unknown-node',
      `没有共识节点 ${fullName}`,
      `there is no orderer ${fullName}`,
    )
  const changed = { ...network, consortium: replaced(network.consortium, fullName, by) }
  await makeMaterial(network.workspace.material, organisationNamed(changed, old.organisation.name))
  const { channel_group } = await derivedConfig(changed)
  await proposeUpdate(network, (present) => takeOver(present, channel_group, old.organisation.mspId), file)
  writeConsortium(network.workspace.description, changed.consortium)
  return changed
}
