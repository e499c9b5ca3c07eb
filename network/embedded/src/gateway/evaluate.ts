import { status } from '@grpc/grpc-js'
import { gateway, type peer } from '@hyperledger/fabric-protos'
import type { LedgerContext } from '../context.ts'
import { type Endorser, simulate } from '../endorser/endorser.ts'
import { EndorsementFailure, type FailureKind } from '../endorser/failure.ts'
import type { Proposal } from '../endorser/proposal.ts'
import { queryLedger } from '../qscc/qscc.ts'
import { endorsersFor, endorsersOf, errorDetail } from './endorsing-organisations.ts'
import { checkChaincodeName, checkedCreator, proposalFor } from './proposal.ts'
import { RpcError } from './rpc-error.ts'

const codes: Readonly<Record<FailureKind, status>> = {
  proposal: status.FAILED_PRECONDITION,
  chaincode: status.UNKNOWN,
  peer: status.ABORTED,
}

/** Runs a transaction function for its answer only (Fabric's internal/pkg/gateway/evaluate.go). */
export const evaluate = async (
  request: gateway.EvaluateRequest,
  context: LedgerContext,
): Promise<gateway.EvaluateResponse> => {
  const proposal = proposalFor(request.getProposedTransaction(), context)
  if (proposal.chaincodeName !== 'qscc') checkChaincodeName(proposal, context)
  const named = endorsersOf(context, request.getTargetOrganizationsList(), status.FAILED_PRECONDITION)
  const [fallback] = context.endorsers
  let endorser = named[0] ?? fallback
  try {
    const creator = checkedCreator(proposal, context)
    endorser = named[0] ?? endorsersFor(context, creator.mspId)[0]
    const response = new gateway.EvaluateResponse()
    response.setResult(await run(proposal, context, endorser))
    return response
  } catch (error) {
    throw evaluateError(error, endorser, context)
  }
}

const run = async (
  proposal: Proposal,
  context: LedgerContext,
  endorser: Endorser | undefined,
): Promise<peer.Response> => {
  if (proposal.chaincodeName === 'qscc') return queryLedger(proposal.input.getArgsList_asU8(), context)
  if (!endorser) throw new EndorsementFailure('peer', 'there is no endorser')
  const [outcome] = await simulate(proposal, [endorser], context.chaincode)
  if (!outcome || outcome instanceof EndorsementFailure) throw outcome
  return outcome.response
}

const evaluateError = (error: unknown, endorser: Endorser | undefined, context: LedgerContext): unknown => {
  if (!(error instanceof EndorsementFailure) || !endorser) return error
  const message =
    error.kind === 'peer'
      ? 'failed to evaluate transaction, see attached details for more info'
      : `evaluate call to endorser returned error: ${error.message}`
  return new RpcError(codes[error.kind], message, [errorDetail(endorser, context, error.message)])
}
