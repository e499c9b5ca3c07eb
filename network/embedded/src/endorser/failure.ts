/**
 * Why a proposal was not endorsed: the proposal itself is at fault, the chaincode answered with an error, or the peer
 * could not run it.
 */
export type FailureKind = 'proposal' | 'chaincode' | 'peer'

export class EndorsementFailure extends Error {
  override readonly name = 'EndorsementFailure'
  readonly kind: FailureKind

  constructor(kind: FailureKind, message: string, options?: ErrorOptions) {
    super(message, options)
    this.kind = kind
  }
}
