import { peer } from '@hyperledger/fabric-protos'
import type { Node } from '../identity/consortium.ts'
import type { ChaincodeSupport } from '../shim/chaincode-support.ts'
import type { NotSimulated, Simulated } from '../shim/simulation-message.ts'
import { EndorsementFailure } from './failure.ts'
import type { Proposal } from './proposal.ts'

/** The endorsing peer of one organisation, and which of the chaincode's conversations is its own. */
export interface Endorser {
  readonly node: Node
  readonly index: number
}

/** What a run of a transaction function said, read and wrote. */
export interface Outcome {
  readonly response: peer.Response
  readonly event: peer.ChaincodeEvent | undefined
  readonly results: Uint8Array
}

/** What the gateway is told of an endorsement: the payload that was signed, and the signature. */
export interface Endorsed {
  payload: Uint8Array
  endorsement: peer.Endorsement
}

/** Responses from this status on are errors, and are not endorsed. */
const errorThreshold = 400

const chaincodeVersion = '1.0'

const notExecuted = (reason: string, options?: ErrorOptions) =>
  new EndorsementFailure('peer', `error in simulation: failed to execute transaction: ${reason}`, options)

/** One outcome or failure for each endorser. */
export type Simulations = readonly (Outcome | EndorsementFailure)[]

/** Runs the proposed function for each endorser, all against one snapshot. */
export const simulate = async (
  proposal: Proposal,
  endorsers: readonly Endorser[],
  chaincode: ChaincodeSupport,
): Promise<Simulations> => {
  try {
    const runs = await chaincode.simulate(
      proposal,
      endorsers.map(({ index }) => index),
    )
    return runs.map(outcomeOf)
  } catch (cause) {
    const failure = notExecuted(cause instanceof Error ? cause.message : String(cause), { cause })
    return endorsers.map(() => failure)
  }
}

const outcomeOf = (run: Simulated | NotSimulated): Outcome | EndorsementFailure => {
  if ('failure' in run) return notExecuted(run.failure)
  const response = peer.Response.deserializeBinary(run.response)
  const code = response.getStatus()
  if (code < 200 || code >= errorThreshold)
    return new EndorsementFailure('chaincode', `chaincode response ${code}, ${response.getMessage()}`)
  const event = run.event && peer.ChaincodeEvent.deserializeBinary(run.event)
  return { response, event, results: run.results }
}

/** Signs, as an organisation's peer, what the function answered, read and wrote. */
export const endorsed = (proposal: Proposal, outcome: Outcome, { node }: Endorser): Endorsed => {
  const payload = responsePayload(proposal, outcome)
  const endorsement = new peer.Endorsement()
  endorsement.setEndorser(node.identity)
  endorsement.setSignature(node.sign(Buffer.concat([payload, node.identity])))
  return { payload, endorsement }
}

const responsePayload = (proposal: Proposal, { response, event, results }: Outcome): Uint8Array => {
  const id = new peer.ChaincodeID()
  id.setName(proposal.chaincodeName)
  id.setVersion(chaincodeVersion)
  const action = new peer.ChaincodeAction()
  action.setResults(results)
  action.setResponse(response)
  action.setChaincodeId(id)
  if (event) action.setEvents(eventBytes(event, proposal))
  const payload = new peer.ProposalResponsePayload()
  payload.setProposalHash(proposal.hash)
  payload.setExtension$(action.serializeBinary())
  return payload.serializeBinary()
}

const eventBytes = (event: peer.ChaincodeEvent, proposal: Proposal): Uint8Array => {
  event.setChaincodeId(proposal.chaincodeName)
  event.setTxId(proposal.transactionId)
  return event.serializeBinary()
}
