import { status } from '@grpc/grpc-js'
import { GatewayError } from '@hyperledger/fabric-gateway'

/** The ledger answered that this transaction cannot be: what else was asked for may be. */
const aboutTheTransaction = new Set<number>([
  status.ABORTED,
  status.UNKNOWN,
  status.INVALID_ARGUMENT,
  status.OUT_OF_RANGE,
  status.ALREADY_EXISTS,
])

/** A transaction that was ordered and found invalid. */
export class InvalidTransaction extends Error {
  override readonly name = 'InvalidTransaction'
  readonly validation: string

  constructor(transaction: string, validation: string) {
    super(`transaction ${transaction} is invalid: ${validation}`)
    this.validation = validation
  }
}

/** What was sent has not been seen on the chain in time; it may still come. */
export class NotSeen extends Error {
  override readonly name = 'NotSeen'
}

const conflicts = new Set(['MVCC_READ_CONFLICT', 'PHANTOM_READ_CONFLICT', 'DUPLICATE_TXID'])

/**
 * - `conflict`: another transaction was faster; endorse anew.
 * - `trouble`: the ledger cannot be reached or cannot work at the moment; says nothing about the statements.
 * - `odd`: the ledger rejects this very transaction; one of its statements may be the cause.
 */
export const natureOf = (error: unknown): 'conflict' | 'trouble' | 'odd' => {
  if (error instanceof InvalidTransaction) return conflicts.has(error.validation) ? 'conflict' : 'odd'
  if (error instanceof NotSeen) return 'trouble'
  if (error instanceof GatewayError) return aboutTheTransaction.has(error.code) ? 'odd' : 'trouble'
  return 'odd'
}

/** What went wrong, with what the peers said, in one line. */
export const describe = (error: unknown): string => {
  if (!(error instanceof GatewayError)) return error instanceof Error ? error.message : String(error)
  const said = error.details.map(({ mspId, message }) => `${mspId}: ${message}`)
  return [error.message, ...said].join('; ').slice(0, 1000)
}
