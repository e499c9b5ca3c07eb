import { common, peer } from '@hyperledger/fabric-protos'
import { envelopesOf, headerOf, metadataOf } from '../protoutil/block.ts'
import { chaincodeActionOf } from '../protoutil/read-write-set.ts'
import { chaincodeEventOf, parseEnvelope } from '../protoutil/transaction.ts'

const validationCodes = new Map(Object.values(peer.TxValidationCode).map((code) => [Number(code), code]))
const headerTypes = new Map(Object.values(common.HeaderType).map((type) => [Number(type), type]))

/** A block without its transactions' content: ids, codes, and the names of events (Fabric's core/peer/deliverevents.go). */
export const filteredBlock = (block: common.Block): peer.FilteredBlock => {
  const flags = metadataOf(block, 'TRANSACTIONS_FILTER')
  const envelopes = envelopesOf(block).map((bytes) => common.Envelope.deserializeBinary(bytes))
  const result = new peer.FilteredBlock()
  result.setNumber(headerOf(block).getNumber())
  result.setFilteredTransactionsList(
    envelopes.map((envelope, position) => {
      const { channelHeader } = parseEnvelope(envelope)
      result.setChannelId(channelHeader.getChannelId())
      return filteredTransaction(envelope, channelHeader, flags[position])
    }),
  )
  return result
}

const filteredTransaction = (
  envelope: common.Envelope,
  header: common.ChannelHeader,
  flag: number | undefined,
) => {
  const transaction = new peer.FilteredTransaction()
  transaction.setTxid(header.getTxId())
  transaction.setType(headerTypes.get(header.getType()) ?? common.HeaderType.MESSAGE)
  transaction.setTxValidationCode(
    validationCodes.get(flag ?? peer.TxValidationCode.INVALID_OTHER_REASON) ??
      peer.TxValidationCode.INVALID_OTHER_REASON,
  )
  if (header.getType() === common.HeaderType.ENDORSER_TRANSACTION)
    transaction.setTransactionActions(filteredActions(envelope))
  return transaction
}

const filteredActions = (envelope: common.Envelope) => {
  const actions = new peer.FilteredTransactionActions()
  const event = eventOf(envelope)
  if (event) {
    event.setPayload(new Uint8Array())
    const action = new peer.FilteredChaincodeAction()
    action.setChaincodeEvent(event)
    actions.setChaincodeActionsList([action])
  }
  return actions
}

/** Invalid transactions are in blocks too, and need not be well-formed. */
const eventOf = (envelope: common.Envelope) => {
  try {
    return chaincodeEventOf(chaincodeActionOf(envelope))
  } catch {
    return undefined
  }
}
