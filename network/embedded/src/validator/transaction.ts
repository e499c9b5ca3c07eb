import { common, ledger, peer } from '@hyperledger/fabric-protos'
import { chaincodeNameOf } from '../endorser/proposal.ts'
import type { ChannelMembership } from '../identity/msp.ts'
import { hex } from '../protoutil/digest.ts'
import { actionPayloadOf, parseReadWriteSets, type ReadWriteSet } from '../protoutil/read-write-set.ts'
import {
  type EnvelopeHeaders,
  parseAction,
  parseEnvelope,
  proposalHash,
  transactionId,
} from '../protoutil/transaction.ts'
import { satisfiesPolicy } from './policy.ts'

const { TxValidationCode } = peer
export type ValidationCode = peer.TxValidationCodeMap[keyof peer.TxValidationCodeMap]

export interface ChannelRules {
  channel: string
  chaincodeName: string
  membership: ChannelMembership
}

/** A transaction after the checks that need no state; only a valid one has a read-write set. */
export interface CheckedTransaction {
  /** Empty unless it is the creator's own: nobody can occupy another's transaction id. */
  id: string
  code: ValidationCode
  readWriteSet?: ReadWriteSet
}

class Invalid extends Error {
  readonly code: ValidationCode
  constructor(code: ValidationCode) {
    super()
    this.code = code
  }
}

/** Runs `parse`; whatever goes wrong there makes the transaction invalid with `code`. */
const orInvalid = <T>(code: ValidationCode, parse: () => T): T => {
  try {
    return parse()
  } catch {
    throw new Invalid(code)
  }
}

/**
 * The checks of a committing peer that need no state: envelope, creator, endorsement policy, namespace (Fabric's
 * core/common/validation and core/committer/txvalidator). Depends on nothing but its arguments, so that a block is
 * judged again as it was judged first.
 */
export const checkTransaction = (envelopeBytes: Uint8Array, rules: ChannelRules): CheckedTransaction => {
  const checked: CheckedTransaction = { id: '', code: TxValidationCode.VALID }
  try {
    const envelope = orInvalid(TxValidationCode.NIL_ENVELOPE, () =>
      common.Envelope.deserializeBinary(envelopeBytes),
    )
    const headers = orInvalid(TxValidationCode.BAD_PAYLOAD, () => parseEnvelope(envelope))
    checkHeaders(headers)
    checkCreator(envelope, headers, rules)
    checkTransactionId(headers)
    checked.id = headers.channelHeader.getTxId()
    checkChannel(headers, rules)
    return { ...checked, readWriteSet: checkEndorsedAction(headers, rules) }
  } catch (error) {
    if (!(error instanceof Invalid)) throw error
    return { ...checked, code: error.code }
  }
}

const checkHeaders = ({ channelHeader, signatureHeader }: EnvelopeHeaders) => {
  if (channelHeader.getType() !== common.HeaderType.ENDORSER_TRANSACTION)
    throw new Invalid(TxValidationCode.UNKNOWN_TX_TYPE)
  if (channelHeader.getEpoch() !== 0 || signatureHeader.getNonce_asU8().length === 0)
    throw new Invalid(TxValidationCode.BAD_COMMON_HEADER)
}

const checkTransactionId = ({ channelHeader, signatureHeader }: EnvelopeHeaders) => {
  if (channelHeader.getTxId() !== transactionId(signatureHeader))
    throw new Invalid(TxValidationCode.BAD_PROPOSAL_TXID)
}

const checkChannel = ({ channelHeader }: EnvelopeHeaders, rules: ChannelRules) => {
  if (channelHeader.getChannelId() !== rules.channel)
    throw new Invalid(TxValidationCode.TARGET_CHAIN_NOT_FOUND)
}

const checkCreator = (
  envelope: common.Envelope,
  { signatureHeader }: EnvelopeHeaders,
  rules: ChannelRules,
) => {
  const code = TxValidationCode.BAD_CREATOR_SIGNATURE
  const creator = orInvalid(code, () => rules.membership.identity(signatureHeader.getCreator_asU8()))
  if (!creator.verify(envelope.getPayload_asU8(), envelope.getSignature_asU8())) throw new Invalid(code)
}

const checkEndorsedAction = (headers: EnvelopeHeaders, rules: ChannelRules): ReadWriteSet => {
  const { header, channelHeader, payload } = headers
  const code = TxValidationCode.INVALID_ENDORSER_TRANSACTION
  const chaincode = orInvalid(code, () => chaincodeNameOf(channelHeader.getExtension_asU8()))
  const { signatureHeader, payload: action } = orInvalid(code, () => actionPayloadOf(payload))
  const endorsed = action.getAction()
  if (!endorsed) throw new Invalid(code)
  const answer = orInvalid(code, () => parseAction(endorsed.getProposalResponsePayload_asU8()))
  const visible = action.getChaincodeProposalPayload_asU8()
  if (
    hex(answer.proposalHash) !== hex(proposalHash(header.getChannelHeader_asU8(), signatureHeader, visible))
  )
    throw new Invalid(code)
  if (chaincode !== rules.chaincodeName || answer.action.getChaincodeId()?.getName() !== rules.chaincodeName)
    throw new Invalid(TxValidationCode.INVALID_CHAINCODE)
  if (!satisfiesPolicy(endorsed, rules.membership))
    throw new Invalid(TxValidationCode.ENDORSEMENT_POLICY_FAILURE)
  return onlyReadWriteSet(answer.action, rules)
}

const onlyReadWriteSet = (action: peer.ChaincodeAction, { chaincodeName }: ChannelRules): ReadWriteSet => {
  const sets = orInvalid(TxValidationCode.BAD_RWSET, () => parseReadWriteSets(action.getResults_asU8()))
  const [first] = sets
  if (!first) return new ledger.rwset.kvrwset.KVRWSet()
  if (sets.length > 1 || first.namespace !== chaincodeName || first.beyond)
    throw new Invalid(TxValidationCode.ILLEGAL_WRITESET)
  return first.readWriteSet
}
