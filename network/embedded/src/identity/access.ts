import type { ChannelMembership } from './msp.ts'

/** Something a client signed itself, outside a transaction. */
export interface SignedRequest {
  bytes: Uint8Array
  identity: Uint8Array
  signature: Uint8Array
}

/**
 * Readers of the channel are all members of its organisations whose certificate has not expired.
 * @throws Error that says why not
 */
export const checkReader = (request: SignedRequest, membership: ChannelMembership): void => {
  const identity = membership.identity(request.identity)
  if (identity.isExpired(Date.now())) throw new Error('client identity expired')
  if (!identity.verify(request.bytes, request.signature)) throw new Error('the signature is not valid')
}
