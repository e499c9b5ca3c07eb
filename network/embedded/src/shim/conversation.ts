import type { MessagePort } from 'node:worker_threads'
import { peer } from '@hyperledger/fabric-protos'
import type { Proposal } from '../endorser/proposal.ts'
import type { Simulation } from '../endorser/simulation.ts'
import { Outbox } from './outbox.ts'
import { StateRequests } from './state-requests.ts'

const { Type } = peer.ChaincodeMessage
type MessageType = peer.ChaincodeMessage.TypeMap[keyof peer.ChaincodeMessage.TypeMap]

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
  readonly #port: MessagePort
  readonly #outbox: Outbox
  readonly #chaincodeName: string
  readonly #invocations = new Map<string, Invocation>()
  readonly ready: Promise<void>
  #becomeReady: () => void = () => undefined

  constructor(port: MessagePort, chaincodeName: string) {
    this.#port = port
    this.#outbox = new Outbox(port)
    this.#chaincodeName = chaincodeName
    this.ready = new Promise((resolve) => {
      this.#becomeReady = resolve
    })
    port.on('message', (messages: readonly Uint8Array[]) => {
      for (const bytes of messages) this.#receive(peer.ChaincodeMessage.deserializeBinary(bytes))
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

  /** The chaincode is gone: everything it was asked fails. */
  terminate(reason: Error): void {
    for (const { reject } of this.#invocations.values()) reject(reason)
    this.#invocations.clear()
    this.#port.close()
  }

  #send(message: peer.ChaincodeMessage) {
    this.#outbox.add(message)
  }

  #receive(message: peer.ChaincodeMessage) {
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

const newMessage = (type: MessageType, id = '', channel = '', payload: Uint8Array = new Uint8Array()) => {
  const message = new peer.ChaincodeMessage()
  message.setType(type)
  message.setTxid(id)
  message.setChannelId(channel)
  message.setPayload(payload)
  return message
}
