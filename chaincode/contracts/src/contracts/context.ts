import type { Context } from 'fabric-contract-api'
import { CallError } from '../batch/limits.ts'
import type { Milliseconds } from '../rules/time.ts'

export type Stub = Context['stub']

/** The transaction's time from the proposal's header: the same for every endorser. */
export const transactionTime = (stub: Stub): Milliseconds => {
  const { seconds, nanos } = stub.getTxTimestamp()
  return seconds.toNumber() * 1000 + Math.floor(nanos / 1_000_000)
}

/**
 * The one argument of a query. Whether it has the shape of an id does not matter: nothing stands under one that has not.
 * @throws CallError `argument-count`
 */
export const only = <Id extends string>(given: readonly string[]): Id => {
  const [id, ...rest] = given
  if (id === undefined || rest.length > 0)
    throw new CallError('argument-count', `expects one argument, got ${given.length}`)
  return id as Id
}

/**
 * The version that a query asks for, when it asks for one.
 * @throws CallError `argument-count`
 */
export const versionAsked = (given: readonly string[]): number | undefined =>
  given.length === 0 ? undefined : Number(only(given))
