import { proposeUpdate } from '../channel/propose.ts'
import { writeConsortium } from '../description/file.ts'
import { NetworkProblem } from '../problem.ts'
import type { Network } from '../run/network.ts'

/**
 * Writes the update that ends a city's membership. What it stated stays on the ledger. Nobody answers its identities any
 * more and its peers get no further block, not even this one: they go on answering their own users from what they have,
 * so the city ends them. It leaves the description at once, the channel once the update is submitted.
 * @param name the city's name in the description
 * @throws NetworkProblem `description-unknown-node`
 */
export const proposeRemoval = async (network: Network, name: string, file: string): Promise<Network> => {
  const { consortium, workspace } = network
  const city = consortium.cities.find((one) => one.name === name)
  if (!city)
    throw new NetworkProblem('description-unknown-node', `没有地市 ${name}`, `there is no city ${name}`)
  await proposeUpdate(network, ({ groups }) => delete groups.Application?.groups[city.mspId], file)
  const left = { ...consortium, cities: consortium.cities.filter((one) => one !== city) }
  writeConsortium(workspace.description, left)
  return { ...network, consortium: left }
}
