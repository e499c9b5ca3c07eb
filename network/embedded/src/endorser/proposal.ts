import { common, peer } from '@hyperledger/fabric-protos'
import { proposalHash, withoutTransientData } from '../protoutil/transaction.ts'

/** A signed proposal taken apart; nothing in it has been checked yet. */
export interface Proposal {
  signed: peer.SignedProposal
  header: common.Header
  channelHeader: common.ChannelHeader
  signatureHeader: common.SignatureHeader
  channel: string
  transactionId: string
  chaincodeName: string
  input: peer.ChaincodeInput
  /** The payload as it goes into the transaction: without transient data. */
  visiblePayload: Uint8Array
  hash: Uint8Array
}

/** @throws Error if a part is missing or cannot be parsed */
export const unpackProposal = (signed: peer.SignedProposal | undefined): Proposal => {
  if (!signed || signed.getProposalBytes_asU8().length === 0) throw new Error('a signed proposal is required')
  const proposal = peer.Proposal.deserializeBinary(signed.getProposalBytes_asU8())
  const header = common.Header.deserializeBinary(proposal.getHeader_asU8())
  const channelHeader = common.ChannelHeader.deserializeBinary(header.getChannelHeader_asU8())
  const payload = peer.ChaincodeProposalPayload.deserializeBinary(proposal.getPayload_asU8())
  const visiblePayload = withoutTransientData(payload)
  return {
    signed,
    header,
    channelHeader,
    signatureHeader: common.SignatureHeader.deserializeBinary(header.getSignatureHeader_asU8()),
    channel: required('channel id', channelHeader.getChannelId()),
    transactionId: channelHeader.getTxId(),
    chaincodeName: required('chaincode name', chaincodeNameOf(channelHeader.getExtension_asU8())),
    input: required('chaincode input', inputOf(payload)),
    visiblePayload,
    hash: proposalHash(header.getChannelHeader_asU8(), header.getSignatureHeader_asU8(), visiblePayload),
  }
}

/** Name of the chaincode in a channel header's extension. */
export const chaincodeNameOf = (extension: Uint8Array): string | undefined =>
  peer.ChaincodeHeaderExtension.deserializeBinary(extension).getChaincodeId()?.getName()

const inputOf = (payload: peer.ChaincodeProposalPayload) =>
  peer.ChaincodeInvocationSpec.deserializeBinary(payload.getInput_asU8()).getChaincodeSpec()?.getInput()

const required = <T>(what: string, value: T | undefined): T => {
  if (value === undefined || value === '') throw new Error(`no ${what} is provided`)
  return value
}
