import { common } from '@hyperledger/fabric-protos'
import type { Identity } from '../identity/identity.ts'
import type { ChannelMembership } from '../identity/msp.ts'
import { transactionId } from '../protoutil/transaction.ts'
import type { Proposal } from './proposal.ts'

export interface ProposalChecks {
  membership: ChannelMembership
  /** Whether a transaction of this id is committed already. */
  isCommitted(transactionId: string): boolean
  /** Milliseconds */
  clockTolerance: number
}

/**
 * What a peer checks before it runs a chaincode (Fabric's core/endorser: UnpackedProposal.Validate and preProcess, and
 * the expiration filter), and that the proposal's time, on which contracts decide, is about now.
 * @throws Error with the words of a peer
 */
export const checkProposal = (proposal: Proposal, checks: ProposalChecks): Identity => {
  checkHeaders(proposal)
  checkTime(proposal, checks.clockTolerance)
  const creator = checkCreator(proposal, checks.membership)
  if (checks.isCommitted(proposal.transactionId))
    throw new Error(`duplicate transaction found [${proposal.transactionId}]`)
  return creator
}

const invalid = (reason: string) => new Error(`error validating proposal: ${reason}`)

const checkHeaders = ({ channelHeader, signatureHeader, transactionId: id }: Proposal) => {
  if (channelHeader.getType() !== common.HeaderType.ENDORSER_TRANSACTION)
    throw invalid(`invalid header type ${channelHeader.getType()}`)
  if (channelHeader.getEpoch() !== 0) throw invalid('epoch is non-zero')
  if (signatureHeader.getNonce_asU8().length === 0) throw invalid('nonce is empty')
  if (signatureHeader.getCreator_asU8().length === 0) throw invalid('creator is empty')
  const expected = transactionId(signatureHeader)
  if (id !== expected) throw invalid(`incorrectly computed txid '${id}' -- expected '${expected}'`)
}

const checkTime = ({ channelHeader }: Proposal, tolerance: number) => {
  const time = channelHeader.getTimestamp()?.toDate().getTime() ?? 0
  if (!(Math.abs(Date.now() - time) <= tolerance))
    throw invalid(`the proposal's timestamp is more than ${tolerance / 1000} s from the clock of this ledger`)
}

const checkCreator = (
  { signatureHeader, signed, channel }: Proposal,
  membership: ChannelMembership,
): Identity => {
  const creator = memberOf(signatureHeader.getCreator_asU8(), membership, channel)
  if (creator.isExpired(Date.now())) throw new Error('proposal client identity expired')
  if (!creator.verify(signed.getProposalBytes_asU8(), signed.getSignature_asU8()))
    throw invalid(
      `access denied: channel [${channel}] creator org [${creator.mspId}]: the signature is not valid`,
    )
  return creator
}

const memberOf = (creator: Uint8Array, membership: ChannelMembership, channel: string): Identity => {
  try {
    return membership.identity(creator)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : 'creator is malformed'
    throw new Error(
      `error validating proposal: access denied: channel [${channel}] creator org unknown, creator is malformed: ${reason}`,
      { cause },
    )
  }
}
