import { peer } from '@hyperledger/fabric-protos'
import type { Node } from '../identity/consortium.ts'
import type { ChaincodeSupport } from '../shim/chaincode-support.ts'
import type { State } from '../store/state.ts'
import { EndorsementFailure } from './failure.ts'
import type { Proposal } from './proposal.ts'
import { Simulation } from './simulation.ts'

/** What the gateway is told of an endorsement: the payload that was signed, and the signature. */
export interface Endorsed {
  payload: Uint8Array
  endorsement: peer.Endorsement
}

/** Responses from this status on are errors, and are not endorsed. */
const errorThreshold = 400

const chaincodeVersion = '1.0'

/** The endorsing peer of one organisation. */
export class Endorser {
  readonly node: Node
  readonly #index: number
  readonly #chaincode: ChaincodeSupport

  constructor(node: Node, index: number, chaincode: ChaincodeSupport) {
    this.node = node
    this.#index = index
    this.#chaincode = chaincode
  }

  /**
   * Runs the proposed function against `state` and answers what it said.
   * @throws EndorsementFailure
   */
  async simulate(proposal: Proposal, state: State) {
    const simulation = new Simulation(state)
    const { response, event } = await this.#execute(proposal, simulation)
    if (response.getStatus() < 200 || response.getStatus() >= errorThreshold)
      throw new EndorsementFailure(
        'chaincode',
        `chaincode response ${response.getStatus()}, ${response.getMessage()}`,
      )
    return { response, event, results: simulation.results(proposal.chaincodeName) }
  }

  async #execute(proposal: Proposal, simulation: Simulation) {
    try {
      return await this.#chaincode.execute(this.#index, proposal, simulation)
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause)
      throw new EndorsementFailure('peer', `error in simulation: failed to execute transaction: ${reason}`, {
        cause,
      })
    }
  }

  /**
   * Runs the proposed function and signs what it answered, read and wrote.
   * @throws EndorsementFailure
   */
  async endorse(proposal: Proposal, state: State): Promise<Endorsed> {
    const { response, event, results } = await this.simulate(proposal, state)
    const payload = responsePayload(proposal, response, results, event)
    const endorsement = new peer.Endorsement()
    endorsement.setEndorser(this.node.identity)
    endorsement.setSignature(this.node.sign(Buffer.concat([payload, this.node.identity])))
    return { payload, endorsement }
  }
}

const responsePayload = (
  proposal: Proposal,
  response: peer.Response,
  results: Uint8Array,
  event: peer.ChaincodeEvent | undefined,
): Uint8Array => {
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
