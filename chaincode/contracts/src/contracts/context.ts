import type { Context } from 'fabric-contract-api'
import type { Milliseconds } from '../rules/time.ts'

export type Stub = Context['stub']

/** The transaction's time from the proposal's header: the same for every endorser. */
export const transactionTime = (stub: Stub): Milliseconds => {
  const { seconds, nanos } = stub.getTxTimestamp()
  return seconds.toNumber() * 1000 + Math.floor(nanos / 1_000_000)
}
