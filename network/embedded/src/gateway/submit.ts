import { status } from '@grpc/grpc-js'
import { gateway } from '@hyperledger/fabric-protos'
import type { LedgerContext } from '../context.ts'
import { BroadcastRefusal } from '../orderer/broadcast.ts'
import { RpcError } from './rpc-error.ts'

/** Hands a signed transaction to the orderer; says nothing of its commit (Fabric's internal/pkg/gateway/submit.go). */
export const submit = (
  request: gateway.SubmitRequest,
  { orderer, settings }: LedgerContext,
): gateway.SubmitResponse => {
  const envelope = request.getPreparedTransaction()
  if (!envelope) throw new RpcError(status.INVALID_ARGUMENT, 'a prepared transaction is required')
  if (envelope.getSignature_asU8().length === 0)
    throw new RpcError(status.INVALID_ARGUMENT, 'prepared transaction must be signed')
  if (request.getChannelId() !== settings.channel)
    throw new RpcError(status.FAILED_PRECONDITION, `channel '${request.getChannelId()}' not found`)
  try {
    orderer.broadcast(envelope)
  } catch (error) {
    throw error instanceof BroadcastRefusal ? submitError(error) : error
  }
  return new gateway.SubmitResponse()
}

const submitError = ({ status: answered, message }: BroadcastRefusal): RpcError =>
  answered === 'SERVICE_UNAVAILABLE'
    ? new RpcError(status.UNAVAILABLE, `no orderers could successfully process transaction: ${message}`)
    : new RpcError(
        status.ABORTED,
        `received unsuccessful response from orderer: status=${answered}, info=${message}`,
      )
