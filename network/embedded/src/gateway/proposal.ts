import { status } from '@grpc/grpc-js'
import type { peer } from '@hyperledger/fabric-protos'
import type { LedgerContext } from '../context.ts'
import { checkProposal } from '../endorser/check-proposal.ts'
import { EndorsementFailure } from '../endorser/failure.ts'
import { type Proposal, unpackProposal } from '../endorser/proposal.ts'
import type { Identity } from '../identity/identity.ts'
import { RpcError } from './rpc-error.ts'

/** @throws RpcError INVALID_ARGUMENT if it cannot be taken apart, FAILED_PRECONDITION if it is for another ledger */
export const proposalFor = (signed: peer.SignedProposal | undefined, context: LedgerContext): Proposal => {
  const proposal = unpack(signed)
  const { channel } = context.settings
  if (proposal.channel !== channel)
    throw new RpcError(
      status.FAILED_PRECONDITION,
      `channel '${proposal.channel}' not found: the embedded ledger has one channel, '${channel}'`,
    )
  return proposal
}

const unpack = (signed: peer.SignedProposal | undefined): Proposal => {
  try {
    return unpackProposal(signed)
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'malformed'
    throw new RpcError(status.INVALID_ARGUMENT, `failed to unpack transaction proposal: ${reason}`)
  }
}

/** @throws RpcError FAILED_PRECONDITION for any chaincode but the ledger's own */
export const checkChaincodeName = ({ chaincodeName }: Proposal, { settings }: LedgerContext): void => {
  if (chaincodeName === settings.chaincodeName) return
  const reason =
    chaincodeName === '_lifecycle' ? 'its chaincode comes with the program and has no lifecycle' : 'no other'
  throw new RpcError(
    status.FAILED_PRECONDITION,
    `chaincode '${chaincodeName}' is not served: the embedded ledger runs '${settings.chaincodeName}'; ${reason}`,
  )
}

/** @throws EndorsementFailure of kind proposal */
export const checkedCreator = (
  proposal: Proposal,
  { store, membership, settings }: LedgerContext,
): Identity => {
  try {
    return checkProposal(proposal, {
      membership,
      clockTolerance: settings.clockTolerance,
      isCommitted: (id) => store.transaction(id) !== undefined,
    })
  } catch (cause) {
    throw new EndorsementFailure('proposal', cause instanceof Error ? cause.message : String(cause), {
      cause,
    })
  }
}
