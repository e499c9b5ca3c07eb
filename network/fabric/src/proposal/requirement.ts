import { orderersOwners } from '../orderer/change.ts'
import type { Network } from '../run/network.ts'
import type { Operation } from './operation.ts'

/** Who must sign a proposal: so many central organisations, and those whose own part of the configuration changes. */
export interface Requirement {
  readonly central: number
  /** MSP ids. */
  readonly owners: readonly string[]
}

/** @throws NetworkProblem when an orderer's application in it is not acceptable */
export const requirementOf = (
  network: Pick<Network, 'consortium' | 'workspace'>,
  operation: Operation,
): Requirement => {
  if (operation.kind === 'revoke') return { central: 0, owners: [operation.mspId] }
  const central = network.consortium.policies.administration
  return { central, owners: operation.kind === 'orderers' ? orderersOwners(network, operation) : [] }
}
