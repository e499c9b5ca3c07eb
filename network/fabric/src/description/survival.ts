import type { Consortium } from './consortium.ts'
import { orderersOf } from './nodes.ts'

/**
 * Orderers that must be alive for the chain to go on: a majority under Raft; under SmartBFT
 * ⌈(n + f + 1) / 2⌉ with f = ⌊(n − 1) / 3⌋ (the quorum SmartBFT computes from the consenter set).
 */
export const quorumOf = (ordering: Consortium['ordering'], orderers: number): number =>
  ordering === 'raft'
    ? Math.floor(orderers / 2) + 1
    : Math.ceil((orderers + Math.floor((orderers - 1) / 3) + 1) / 2)

/** The data centres whose loss would stop ordering; an empty list is what the design promises (GAP-6). */
export const indispensableCentres = (consortium: Consortium): string[] => {
  const orderers = orderersOf(consortium)
  const quorum = quorumOf(consortium.ordering, orderers.length)
  const byCentre = Object.groupBy(orderers, ({ organisation }) => organisation.dataCentre)
  return Object.entries(byCentre)
    .filter(([, lost]) => orderers.length - (lost?.length ?? 0) < quorum)
    .map(([centre]) => centre)
}
