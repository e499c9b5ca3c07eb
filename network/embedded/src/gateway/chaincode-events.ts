import { status } from '@grpc/grpc-js'
import { common, gateway, orderer, peer } from '@hyperledger/fabric-protos'
import type { LedgerContext } from '../context.ts'
import { envelopesOf, headerOf, metadataOf } from '../protoutil/block.ts'
import { chaincodeActionOf } from '../protoutil/read-write-set.ts'
import { chaincodeEventOf } from '../protoutil/transaction.ts'
import type { LedgerStore } from '../store/ledger-store.ts'
import { parseRequest, requireReader } from './access.ts'
import { RpcError } from './rpc-error.ts'

const { TypeCase } = orderer.SeekPosition

/** Events of valid transactions, block by block, from where the client asks, following the chain. */
export async function* chaincodeEvents(
  signed: gateway.SignedChaincodeEventsRequest,
  context: LedgerContext,
  signal: AbortSignal,
): AsyncGenerator<gateway.ChaincodeEventsResponse> {
  const bytes = signed.getRequest_asU8()
  const request = parseRequest('chaincode events', bytes, gateway.ChaincodeEventsRequest.deserializeBinary)
  const identity = request.getIdentity_asU8()
  requireReader({ bytes, identity, signature: signed.getSignature_asU8() }, request.getChannelId(), context)
  const isWanted = eventFilter(request)
  for await (const block of context.store.follow(startBlock(request, context.store), signal)) {
    const events = eventsOf(block).filter(isWanted)
    if (events.length === 0) continue
    const response = new gateway.ChaincodeEventsResponse()
    response.setBlockNumber(headerOf(block).getNumber())
    response.setEventsList(events)
    yield response
  }
}

const startBlock = (request: gateway.ChaincodeEventsRequest, store: LedgerStore): number => {
  const after = request.getAfterTransactionId() && store.transaction(request.getAfterTransactionId())
  if (after) return after.block
  const position = request.getStartPosition()
  switch (position?.getTypeCase() ?? TypeCase.TYPE_NOT_SET) {
    case TypeCase.TYPE_NOT_SET:
    case TypeCase.NEXT_COMMIT:
      return store.height
    case TypeCase.SPECIFIED:
      return position?.getSpecified()?.getNumber() ?? 0
  }
  throw new RpcError(status.INVALID_ARGUMENT, 'invalid start position type')
}

/** Events of the wanted chaincode; after a checkpoint's transaction only those that follow it. */
const eventFilter = (request: gateway.ChaincodeEventsRequest) => {
  const after = request.getAfterTransactionId()
  let passed = after === ''
  return (event: peer.ChaincodeEvent): boolean => {
    const isWanted = passed && event.getChaincodeId() === request.getChaincodeId()
    passed ||= event.getTxId() === after
    return isWanted
  }
}

const eventsOf = (block: common.Block): peer.ChaincodeEvent[] => {
  const flags = metadataOf(block, 'TRANSACTIONS_FILTER')
  if (headerOf(block).getNumber() === 0) return []
  return envelopesOf(block)
    .filter((_, position) => flags[position] === peer.TxValidationCode.VALID)
    .map((bytes) => chaincodeEventOf(chaincodeActionOf(common.Envelope.deserializeBinary(bytes))))
    .filter((event) => event !== undefined)
}
