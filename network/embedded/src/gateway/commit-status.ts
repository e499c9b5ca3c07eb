import { status } from '@grpc/grpc-js'
import { gateway, peer } from '@hyperledger/fabric-protos'
import type { LedgerContext } from '../context.ts'
import { parseRequest, requireReader } from './access.ts'
import { RpcError } from './rpc-error.ts'

const validationCodes = new Map(Object.values(peer.TxValidationCode).map((code) => [Number(code), code]))

/** Waits until the transaction is committed, and says what validation said of it. */
export const commitStatus = async (
  signed: gateway.SignedCommitStatusRequest,
  context: LedgerContext,
  signal: AbortSignal,
): Promise<gateway.CommitStatusResponse> => {
  const bytes = signed.getRequest_asU8()
  const request = parseRequest('commit status', bytes, gateway.CommitStatusRequest.deserializeBinary)
  if (request.getTransactionId() === '')
    throw new RpcError(status.INVALID_ARGUMENT, 'transaction ID should not be empty')
  const identity = request.getIdentity_asU8()
  requireReader({ bytes, identity, signature: signed.getSignature_asU8() }, request.getChannelId(), context)
  const { block, code } = await context.store.committed(request.getTransactionId(), signal)
  const response = new gateway.CommitStatusResponse()
  response.setResult(validationCodes.get(code) ?? peer.TxValidationCode.INVALID_OTHER_REASON)
  response.setBlockNumber(block)
  return response
}
