import { common, peer } from '@hyperledger/fabric-protos'
import { hex, sha256 } from './digest.ts'

/** The transaction id that a creator's nonce gives (Fabric's protoutil.ComputeTxID). */
export const transactionId = (signatureHeader: common.SignatureHeader): string =>
  hex(sha256(signatureHeader.getNonce_asU8(), signatureHeader.getCreator_asU8()))

/** What endorsers bind their answer to: both headers and the proposal's payload without transient data. */
export const proposalHash = (
  channelHeader: Uint8Array,
  signatureHeader: Uint8Array,
  payload: Uint8Array,
): Uint8Array => sha256(channelHeader, signatureHeader, payload)

export const withoutTransientData = (payload: peer.ChaincodeProposalPayload): Uint8Array => {
  const visible = new peer.ChaincodeProposalPayload()
  visible.setInput(payload.getInput_asU8())
  return visible.serializeBinary()
}

/** What one endorser says: a ProposalResponsePayload around the action of the chaincode. */
export const parseAction = (proposalResponsePayload: Uint8Array) => {
  const payload = peer.ProposalResponsePayload.deserializeBinary(proposalResponsePayload)
  return {
    proposalHash: payload.getProposalHash_asU8(),
    action: peer.ChaincodeAction.deserializeBinary(payload.getExtension_asU8()),
  }
}

export interface EnvelopeHeaders {
  payload: common.Payload
  header: common.Header
  channelHeader: common.ChannelHeader
  signatureHeader: common.SignatureHeader
}

/** @throws Error if a header is missing or cannot be parsed */
export const parseEnvelope = (envelope: common.Envelope): EnvelopeHeaders => {
  const payload = common.Payload.deserializeBinary(envelope.getPayload_asU8())
  const header = payload.getHeader()
  if (!header) throw new Error('the envelope has no header')
  return {
    payload,
    header,
    channelHeader: common.ChannelHeader.deserializeBinary(header.getChannelHeader_asU8()),
    signatureHeader: common.SignatureHeader.deserializeBinary(header.getSignatureHeader_asU8()),
  }
}

/** The events that an endorser transaction's actions carry; none if the envelope is of another kind. */
export const chaincodeEventOf = (action: peer.ChaincodeAction): peer.ChaincodeEvent | undefined => {
  const event = peer.ChaincodeEvent.deserializeBinary(action.getEvents_asU8())
  return event.getChaincodeId() && event.getEventName() && event.getTxId() ? event : undefined
}
