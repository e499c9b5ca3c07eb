import { Metadata, type ServiceError, status } from '@grpc/grpc-js'
import { gateway, google } from '@hyperledger/fabric-protos'
import anys from 'google-protobuf/google/protobuf/any_pb.js'

/** What one node said, as a peer's gateway passes it on. */
export interface ErrorDetail {
  address: string
  mspId: string
  message: string
}

/** A gRPC status with the gateway's error details. */
export class RpcError extends Error {
  override readonly name = 'RpcError'
  readonly code: status
  readonly details: readonly ErrorDetail[]

  constructor(code: status, message: string, details: readonly ErrorDetail[] = []) {
    super(message)
    this.code = code
    this.details = details
  }
}

const detailMessage = ({ address, mspId, message }: ErrorDetail) => {
  const detail = new gateway.ErrorDetail()
  detail.setAddress(address)
  detail.setMspId(mspId)
  detail.setMessage(message)
  const packed = new anys.Any()
  packed.pack(detail.serializeBinary(), 'gateway.ErrorDetail')
  return packed
}

/** The error as gRPC sends it; what was not foreseen is INTERNAL and tells nothing of the inside. */
export const toServiceError = (error: unknown): Pick<ServiceError, 'code' | 'details' | 'metadata'> => {
  const metadata = new Metadata()
  if (!(error instanceof RpcError)) return { code: status.INTERNAL, details: 'internal error', metadata }
  if (error.details.length > 0) {
    const rich = new google.rpc.Status()
    rich.setCode(error.code)
    rich.setMessage(error.message)
    rich.setDetailsList(error.details.map(detailMessage))
    metadata.set('grpc-status-details-bin', Buffer.from(rich.serializeBinary()))
  }
  return { code: error.code, details: error.message, metadata }
}
