import { withRevocationList } from '../authority/revocation-list.ts'
import type { Described } from '../channel/derived.ts'
import { examineApplication } from '../city/admit.ts'
import { applicationCertificates } from '../city/application.ts'
import { validateConsortium } from '../description/validate.ts'
import { changeOrderers } from '../orderer/change.ts'
import { NetworkProblem } from '../problem.ts'
import type { Network } from '../run/network.ts'
import type { AdmitCity, ChangeSettings, Operation, Revoke } from './operation.ts'

const admitCity = async (network: Network, { application: text }: AdmitCity): Promise<Described> => {
  const { application, consortium } = await examineApplication(network, text)
  return {
    consortium,
    certificates: { [application.organisation.mspId]: applicationCertificates(application) },
  }
}

const removeCity = ({ consortium }: Network, name: string): Described => {
  const cities = consortium.cities.filter((city) => city.name !== name)
  if (cities.length === consortium.cities.length)
    throw new NetworkProblem('description-unknown-node', `没有地市 ${name}`, `there is no city ${name}`)
  return { consortium: { ...consortium, cities }, certificates: {} }
}

const changeSettings = ({ consortium }: Network, { policies, block }: ChangeSettings): Described => ({
  consortium: validateConsortium({
    ...consortium,
    policies: { ...consortium.policies, ...policies },
    block: { ...consortium.block, ...block },
  }),
  certificates: {},
})

const revoke = async (network: Network, { mspId, list }: Revoke): Promise<Described> => ({
  consortium: network.consortium,
  certificates: { [mspId]: await withRevocationList(network, mspId, list) },
})

/**
 * What an operation leads to, by this organisation's own description and certificates. Nothing is changed.
 * @throws NetworkProblem when the operation is not acceptable
 */
export const applyOperation = async (network: Network, operation: Operation): Promise<Described> => {
  switch (operation.kind) {
    case 'admit-city':
      return admitCity(network, operation)
    case 'remove-city':
      return removeCity(network, operation.name)
    case 'orderers':
      return changeOrderers(network, operation)
    case 'settings':
      return changeSettings(network, operation)
    case 'revoke':
      return revoke(network, operation)
  }
}
