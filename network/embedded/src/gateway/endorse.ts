import { status } from '@grpc/grpc-js'
import { common, gateway, peer } from '@hyperledger/fabric-protos'
import type { LedgerContext } from '../context.ts'
import { type Endorsed, type Endorser, endorsed, simulate } from '../endorser/endorser.ts'
import { EndorsementFailure } from '../endorser/failure.ts'
import type { Proposal } from '../endorser/proposal.ts'
import { endorsersFor, endorsersOf, errorDetail } from './endorsing-organisations.ts'
import { checkChaincodeName, checkedCreator, proposalFor } from './proposal.ts'
import { RpcError } from './rpc-error.ts'

const failed = 'failed to endorse transaction, see attached details for more info'
const notEnough = 'failed to collect enough transaction endorsements, see attached details for more info'

/**
 * Has peers of enough organisations run the function and sign what it did; all must say the same (Fabric's
 * internal/pkg/gateway/endorse.go). Answers the transaction, ready for the client's signature.
 */
export const endorse = async (
  request: gateway.EndorseRequest,
  context: LedgerContext,
): Promise<gateway.EndorseResponse> => {
  const proposal = proposalFor(request.getProposedTransaction(), context)
  checkChaincodeName(proposal, context)
  const creator = creatorOrganisation(proposal, context)
  const named = endorsersOf(context, request.getEndorsingOrganizationsList(), status.UNAVAILABLE)
  const endorsers = named.length > 0 ? named : endorsersFor(context, creator)
  const endorsements = await collect(proposal, endorsers, context)
  const response = new gateway.EndorseResponse()
  response.setPreparedTransaction(preparedTransaction(proposal, endorsements))
  return response
}

const creatorOrganisation = (proposal: Proposal, context: LedgerContext): string => {
  try {
    return checkedCreator(proposal, context).mspId
  } catch (error) {
    throw endorseError(error, context.endorsers[0], context)
  }
}

const collect = async (proposal: Proposal, endorsers: readonly Endorser[], context: LedgerContext) => {
  const endorsements = await allEndorsements(proposal, endorsers, context)
  const [first] = endorsements
  const differing = endorsers.filter((_, index) => !isSame(first, endorsements[index]))
  if (differing.length > 0)
    throw new RpcError(
      status.ABORTED,
      notEnough,
      differing.map((endorser) => errorDetail(endorser, context, 'ProposalResponsePayloads do not match')),
    )
  return endorsements
}

const allEndorsements = async (
  proposal: Proposal,
  endorsers: readonly Endorser[],
  context: LedgerContext,
): Promise<Endorsed[]> => {
  const outcomes = await simulate(proposal, endorsers, context.chaincode)
  return outcomes.map((outcome, index) => {
    const endorser = endorsers[index]!
    if (outcome instanceof EndorsementFailure) throw endorseError(outcome, endorser, context)
    return endorsed(proposal, outcome, endorser)
  })
}

const isSame = (a: Endorsed | undefined, b: Endorsed | undefined) =>
  a !== undefined && b !== undefined && Buffer.compare(a.payload, b.payload) === 0

const endorseError = (error: unknown, endorser: Endorser | undefined, context: LedgerContext): unknown =>
  error instanceof EndorsementFailure && endorser
    ? new RpcError(status.ABORTED, failed, [errorDetail(endorser, context, error.message)])
    : error

const preparedTransaction = (proposal: Proposal, endorsements: readonly Endorsed[]): common.Envelope => {
  const action = new peer.ChaincodeEndorsedAction()
  action.setProposalResponsePayload(endorsements[0]?.payload ?? new Uint8Array())
  action.setEndorsementsList(endorsements.map(({ endorsement }) => endorsement))
  const actionPayload = new peer.ChaincodeActionPayload()
  actionPayload.setChaincodeProposalPayload(proposal.visiblePayload)
  actionPayload.setAction(action)
  const transactionAction = new peer.TransactionAction()
  transactionAction.setHeader(proposal.header.getSignatureHeader_asU8())
  transactionAction.setPayload(actionPayload.serializeBinary())
  const transaction = new peer.Transaction()
  transaction.setActionsList([transactionAction])
  const payload = new common.Payload()
  payload.setHeader(proposal.header)
  payload.setData(transaction.serializeBinary())
  const envelope = new common.Envelope()
  envelope.setPayload(payload.serializeBinary())
  return envelope
}
