import { type Gateway, GatewayError } from '@hyperledger/fabric-gateway'
import type { Acknowledgement } from './lanes.ts'

/** What was promised against what the blocks hold. */
export interface Account {
  readonly acknowledged: number
  /** Acknowledged but in no valid transaction: must be 0. */
  readonly lost: number
  /** In more than one valid transaction: must be 0. */
  readonly doubled: number
}

/** gRPC's status for a stream that its reader closed. */
const cancelled = 1

const idsOf = (payload: Uint8Array): string[] => JSON.parse(Buffer.from(payload).toString('utf8'))

/** Counts each statement in the events of all valid transactions, until the peer has said nothing for two seconds. */
const countStatements = async (gateway: Gateway): Promise<Map<string, number>> => {
  const counts = new Map<string, number>()
  const events = await gateway.getNetwork('huren').getChaincodeEvents('huren', { startBlock: 0n })
  let silence = setTimeout(() => events.close(), 10_000)
  try {
    for await (const { payload } of events) {
      for (const id of idsOf(payload)) counts.set(id, (counts.get(id) ?? 0) + 1)
      clearTimeout(silence)
      silence = setTimeout(() => events.close(), 2000)
    }
  } catch (error) {
    if (!(error instanceof GatewayError && error.code === cancelled)) throw error
  }
  return counts
}

/**
 * Holds the acknowledgements against the blocks of one peer.
 */
export const reckon = async (
  gateway: Gateway,
  acknowledged: readonly Acknowledgement[],
): Promise<Account> => {
  const counts = await countStatements(gateway)
  const ids = new Set(acknowledged.flatMap(({ ids }) => ids))
  return {
    acknowledged: ids.size,
    lost: [...ids].filter((id) => !counts.has(id)).length,
    doubled: [...counts.values()].filter((count) => count > 1).length,
  }
}
