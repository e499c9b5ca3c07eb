import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { allOrganisations, type Consortium } from '../description/consortium.ts'
import { orderersOf } from '../description/nodes.ts'
import { nodeLayout } from '../material/layout.ts'
import { type PublicCertificates, readPublic, writePublic } from '../material/public.ts'
import { NetworkProblem } from '../problem.ts'
import type { Network } from '../run/network.ts'
import { type ChannelConfig, configOfBlock, inFolder } from './config.ts'
import { writeFirstBlock } from './first-block.ts'

/** What a channel's configuration is a function of: the description, and the members' public certificates. */
export interface Described {
  readonly consortium: Consortium
  /** Certificates that differ from those of the workspace, by MSP id. */
  readonly certificates: Readonly<Record<string, PublicCertificates>>
}

const requireOrderers = (consortium: Consortium, material: string) => {
  for (const node of orderersOf(consortium))
    if (!existsSync(nodeLayout(material, node).certificate))
      throw new NetworkProblem(
        'certificate-invalid',
        `没有共识节点 ${node.fullName} 的证书：请其所有者提供公开证书文件`,
        `the certificates of orderer ${node.fullName} are not here: ask its owner for its public certificates`,
      )
}

const publicOf = (
  { workspace }: Pick<Network, 'workspace'>,
  organisation: Consortium['cities'][number],
  { certificates }: Described,
) => certificates[organisation.mspId] ?? readPublic(workspace.material, organisation)

/**
 * The configuration that a channel begun with this description and these certificates would have, by Fabric's
 * configtxgen. Only public certificates are read.
 */
export const derivedConfig = (network: Network, described: Described): Promise<ChannelConfig> =>
  inFolder(async (folder) => {
    const { consortium } = described
    for (const organisation of allOrganisations(consortium))
      await writePublic(folder, organisation, publicOf(network, organisation, described))
    requireOrderers(consortium, folder)
    const block = join(folder, 'derived.block')
    await writeFirstBlock(
      { ...network, consortium, workspace: { ...network.workspace, material: folder } },
      folder,
      block,
    )
    return configOfBlock(network, block)
  })
