import { orderersOf } from '../description/nodes.ts'
import type { ChangeOrderers } from '../proposal/operation.ts'
import type { Network } from '../run/network.ts'
import { examineOrderer } from './application.ts'

/**
 * The next step by which one orderer takes the place of another: under SmartBFT both in one update; under Raft, which
 * changes its members one by one, first the new one joins, then (asked again once that is in force) the old one leaves.
 * @param old full name
 * @param application of the new one, already caught up
 * @throws NetworkProblem as `examineOrderer`
 */
export const replacement = (network: Network, old: string, application: string): ChangeOrderers => {
  const { organisation, orderer } = examineOrderer(network, application)
  const kind = 'orderers'
  if (network.consortium.ordering === 'smartbft') return { kind, add: [application], remove: [old] }
  const joined = orderersOf(network.consortium).some(
    (node) => node.name === orderer.name && node.organisation.name === organisation,
  )
  return joined
    ? { kind, add: [], remove: [old], inTransition: true }
    : { kind, add: [application], remove: [], inTransition: true }
}
