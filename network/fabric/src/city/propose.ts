import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { type ConfigGroup, inFolder } from '../channel/config.ts'
import { proposeUpdate } from '../channel/propose.ts'
import { configtxOrganisation } from '../derive/configtx.ts'
import type { Organisation } from '../description/consortium.ts'
import { writeConsortium } from '../description/file.ts'
import { writePublic } from '../material/public.ts'
import type { Network } from '../run/network.ts'
import { runTool } from '../run/tool.ts'
import { examineApplication } from './admit.ts'

/** An organisation as a group of the channel configuration, by Fabric's configtxgen. */
const organisationGroup = (
  { binaries }: Network,
  material: string,
  organisation: Organisation,
): Promise<ConfigGroup> =>
  inFolder(async (folder) => {
    const { AnchorPeers, ...definition } = configtxOrganisation(organisation, material)
    writeFileSync(join(folder, 'configtx.yaml'), stringify({ Organizations: [definition] }))
    const printed = await runTool(binaries.path.configtxgen, [
      '-configPath',
      folder,
      '-printOrg',
      organisation.mspId,
    ])
    const group: ConfigGroup = JSON.parse(printed)
    const anchor_peers = AnchorPeers.map(({ Host, Port }) => ({ host: Host, port: Port }))
    group.values.AnchorPeers = { mod_policy: 'Admins', value: { anchor_peers }, version: '0' }
    return group
  })

/**
 * Checks a city's application and writes the configuration update that admits it, for the central organisations to
 * sign. The city is in the description from now on, on the channel once the update is submitted.
 * @param update where the update is written
 * @throws NetworkProblem as `examineApplication`
 */
export const proposeCity = async (
  network: Network,
  application: string,
  update: string,
): Promise<Network> => {
  const { application: accepted, consortium } = await examineApplication(
    network,
    readFileSync(application, 'utf8'),
  )
  const { material, description } = network.workspace
  const city = accepted.organisation
  await writePublic(material, city, accepted)
  const group = await organisationGroup(network, material, city)
  await proposeUpdate(
    network,
    ({ groups }) => Object.assign(groups.Application?.groups ?? {}, { [city.mspId]: group }),
    update,
  )
  writeConsortium(description, consortium)
  return { ...network, consortium }
}
