import { peer } from '@hyperledger/fabric-protos'
import type { Proposal } from '../endorser/proposal.ts'
import type { Simulation } from '../endorser/simulation.ts'
import { type MessageType, newMessage } from './message.ts'
import { StateRequests } from './state-requests.ts'

const { Type } = peer.ChaincodeMessage

/** How a chaincode answered one invocation. */
export interface Completion {
  response: peer.Response
  event: peer.ChaincodeEvent | undefined
}

interface Invocation {
  requests: StateRequests
  resolve(completion: Completion): void
  reject(error: Error): void
}

/** The peer's end of one shim conversation (Fabric's core/chaincode/handler.go). */
export class Conversation {
  readonly #send: (message: peer.ChaincodeMessage) => void
  readonly #chaincodeName: string
  readonly #invocations = new Map<string, Invocation>()
  readonly ready: Promise<void>
  #becomeReady: () => void = () => undefined

  constructor(send: (message: peer.ChaincodeMessage) => void, chaincodeName: string) {
    this.#send = send
    this.#chaincodeName = chaincodeName
    this.ready = new Promise((resolve) => {
      this.#becomeReady = resolve
    })
  }

  /** @throws Error if the transaction is being executed already */
  invoke(proposal: Proposal, simulation: Simulation): Promise<Completion> {
    const id = proposal.transactionId
    if (this.#invocations.has(id)) throw new Error(`txid: ${id}(${proposal.channel}) exists`)
    return new Promise((resolve, reject) => {
      this.#invocations.set(id, { requests: new StateRequests(simulation), resolve, reject })
      const message = newMessage(Type.TRANSACTION, id, proposal.channel, proposal.input.serializeBinary())
      message.setProposal(proposal.signed)
      this.#send(message)
    })
  }

  /** Forgets an invocation: whatever the chaincode still says about it is refused. */
  async abandon(transactionId: string): Promise<void> {
    const invocation = this.#invocations.get(transactionId)
    this.#invocations.delete(transactionId)
    await invocation?.requests.close()
  }

  receive(message: peer.ChaincodeMessage): void {
    if (message.getType() === Type.REGISTER) this.#register(message)
    else if (message.getType() === Type.COMPLETED) this.#complete(message)
    else if (message.getType() === Type.ERROR) this.#fail(message)
    else void this.#answer(message)
  }

  #register(message: peer.ChaincodeMessage) {
    const name = peer.ChaincodeID.deserializeBinary(message.getPayload_asU8()).getName()
    if (name !== this.#chaincodeName)
      throw new Error(`chaincode ${name} registered instead of ${this.#chaincodeName}`)
    this.#send(newMessage(Type.REGISTERED))
    this.#send(newMessage(Type.READY))
    this.#becomeReady()
  }

  #complete(message: peer.ChaincodeMessage) {
    this.#invocations.get(message.getTxid())?.resolve({
      response: peer.Response.deserializeBinary(message.getPayload_asU8()),
      event: message.getChaincodeEvent(),
    })
  }

  #fail(message: peer.ChaincodeMessage) {
    const reason = Buffer.from(message.getPayload_asU8()).toString()
    this.#invocations.get(message.getTxid())?.reject(new Error(reason))
  }

  async #answer(message: peer.ChaincodeMessage) {
    const id = message.getTxid()
    const requests = this.#invocations.get(id)?.requests
    const reply = (type: MessageType, payload: Uint8Array) =>
      this.#send(newMessage(type, id, message.getChannelId(), payload))
    try {
      if (!requests) throw new Error(`no ledger context for transaction ${id}: it ended or took too long`)
      const answer = requests.answer(message.getType(), message.getPayload_asU8())
      reply(Type.RESPONSE, answer instanceof Uint8Array ? answer : await answer)
    } catch (error) {
      reply(Type.ERROR, Buffer.from(error instanceof Error ? error.message : String(error)))
    }
  }
}
