import { Client, type ClientDuplexStream, credentials } from '@grpc/grpc-js'
import { inputOf, proposalAt } from '@huren/contracts/testing'
import { peer } from '@hyperledger/fabric-protos'
import { bulkType } from '../service/bulk-handler.ts'

const { Type } = peer.ChaincodeMessage
type MessageType = peer.ChaincodeMessage.TypeMap[keyof peer.ChaincodeMessage.TypeMap]

/** Of whichever copy of the protobuf classes a message is, see `BulkHandler`. */
const serialize = (message: peer.ChaincodeMessage) => Buffer.from(message.serializeBinary())

export interface ServicePeerOptions {
  /** host:port of the contract service. */
  readonly address: string
  readonly tls: { readonly authority: Buffer; readonly key: Buffer; readonly certificate: Buffer }
  /** Whether it says that it knows messages for many keys. */
  readonly bulk: boolean
}

/** A peer's end of the conversation with a contract service, over a state in memory. */
export class ServicePeer {
  readonly state = new Map<string, Uint8Array>()
  /** Types of the messages that the contract sent, in order. */
  readonly received: MessageType[] = []
  readonly #bulk: boolean
  readonly #stream: ClientDuplexStream<peer.ChaincodeMessage, peer.ChaincodeMessage>
  readonly #ready = Promise.withResolvers<void>()
  #completed = Promise.withResolvers<string>()

  constructor({ address, tls, bulk }: ServicePeerOptions) {
    this.#bulk = bulk
    const { path, responseDeserialize } = peer.ChaincodeService.connect
    const client = new Client(address, credentials.createSsl(tls.authority, tls.key, tls.certificate))
    this.#stream = client.makeBidiStreamRequest(path, serialize, responseDeserialize)
    this.#stream.on('data', (message: peer.ChaincodeMessage) => this.#take(message))
    this.#stream.on('error', (error: Error) => {
      this.#ready.reject(error)
      this.#completed.reject(error)
    })
    this.#completed.promise.catch(() => undefined)
  }

  /** When the service has registered. */
  get ready(): Promise<void> {
    return this.#ready.promise
  }

  /** Runs a function; what it writes is in the state afterwards. */
  invoke(name: string, ...args: string[]): Promise<string> {
    this.#completed = Promise.withResolvers()
    this.#send(Type.TRANSACTION, inputOf([name, ...args]).serializeBinary())
    return this.#completed.promise
  }

  close() {
    this.#stream.cancel()
  }

  #send(type: MessageType, payload: Uint8Array) {
    const message = new peer.ChaincodeMessage()
    message.setType(type)
    message.setTxid('transaction')
    message.setChannelId('huren')
    message.setPayload(payload)
    if (type === Type.TRANSACTION) message.setProposal(proposalAt(Date.now()))
    this.#stream.write(message)
  }

  #take(message: peer.ChaincodeMessage) {
    const payload = message.getPayload_asU8()
    this.received.push(message.getType())
    if (message.getType() === Type.REGISTER) return this.#register()
    if (message.getType() === Type.COMPLETED)
      return this.#completed.resolve(
        Buffer.from(peer.Response.deserializeBinary(payload).getPayload_asU8()).toString('utf8'),
      )
    this.#send(Type.RESPONSE, this.#answer(message.getType(), payload))
  }

  #register() {
    const offered = new peer.ChaincodeAdditionalParams()
    offered.setUseGetMultipleKeys(this.#bulk)
    offered.setMaxSizeGetMultipleKeys(1000)
    offered.setUseWriteBatch(this.#bulk)
    offered.setMaxSizeWriteBatch(1000)
    this.#send(Type.REGISTERED, new Uint8Array())
    this.#send(Type.READY, offered.serializeBinary())
    this.#ready.resolve()
  }

  #answer(type: MessageType, payload: Uint8Array): Uint8Array {
    const read = (key: string) => this.state.get(key) ?? new Uint8Array()
    if (type === Type.GET_STATE) return read(peer.GetState.deserializeBinary(payload).getKey())
    if (type === bulkType.GET_STATE_MULTIPLE) {
      const result = new peer.GetStateMultipleResult()
      result.setValuesList(peer.GetStateMultiple.deserializeBinary(payload).getKeysList().map(read))
      return result.serializeBinary()
    }
    const written =
      type === Type.PUT_STATE
        ? [peer.PutState.deserializeBinary(payload)]
        : peer.WriteBatchState.deserializeBinary(payload).getRecList()
    for (const one of written) this.state.set(one.getKey(), one.getValue_asU8())
    return new Uint8Array()
  }
}
