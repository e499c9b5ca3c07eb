import { status } from '@grpc/grpc-js'
import type { LedgerContext } from '../context.ts'
import { checkReader, type SignedRequest } from '../identity/access.ts'
import { RpcError } from './rpc-error.ts'

/** @throws RpcError PERMISSION_DENIED unless a member of the channel signed the request */
export const requireReader = (request: SignedRequest, channel: string, context: LedgerContext): void => {
  try {
    if (channel !== context.settings.channel) throw new Error(`channel '${channel}' not found`)
    checkReader(request, context.membership)
  } catch (error) {
    throw new RpcError(status.PERMISSION_DENIED, error instanceof Error ? error.message : 'access denied')
  }
}

/** @throws RpcError INVALID_ARGUMENT if `parse` does */
export const parseRequest = <T>(what: string, bytes: Uint8Array, parse: (bytes: Uint8Array) => T): T => {
  if (bytes.length === 0) throw new RpcError(status.INVALID_ARGUMENT, `a ${what} request is required`)
  try {
    return parse(bytes)
  } catch {
    throw new RpcError(status.INVALID_ARGUMENT, `invalid ${what} request`)
  }
}
