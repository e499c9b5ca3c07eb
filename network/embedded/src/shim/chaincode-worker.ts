/** The chaincode's thread: one shim conversation per endorsing organisation, all over one port. */
import { EventEmitter } from 'node:events'
import { isAbsolute } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { peer } from '@hyperledger/fabric-protos'
import handler, { type ShimStream } from 'fabric-shim/lib/handler.js'
import logging from 'fabric-shim/lib/logger.js'
import { isWrite, newMessage } from './message.ts'
import { Outbox, type Posted } from './outbox.ts'

export interface WorkerTask {
  /** Module that exports createChaincode(). */
  module: string
  chaincodeName: string
  port: MessagePort
  /** How many conversations. */
  organisations: number
}

/**
 * What fabric-shim takes for a gRPC stream; protobuf bytes go through a message port instead. A write is acknowledged here:
 * one that the ledger cannot take fails the whole invocation (as with Fabric 3's write batches), so that a transaction
 * function waits for the other thread only when it reads.
 */
class PortStream extends EventEmitter implements ShimStream {
  readonly #organisation: number
  readonly #outbox: Outbox

  constructor(organisation: number, outbox: Outbox) {
    super()
    this.#organisation = organisation
    this.#outbox = outbox
  }

  write(message: peer.ChaincodeMessage): void {
    this.#outbox.add(this.#organisation, message)
    if (isWrite(message)) queueMicrotask(() => this.emit('data', acknowledgement(message)))
  }

  end(): void {
    // the port is closed with the thread
  }
}

const acknowledgement = (write: peer.ChaincodeMessage) =>
  newMessage(peer.ChaincodeMessage.Type.RESPONSE, write.getTxid(), write.getChannelId())

const nothing = () => undefined

/** For each access to the state the shim formats several messages, and only then looks whether anybody wants them. */
const quieten = () => {
  if (process.env.CORE_CHAINCODE_LOGGING_LEVEL === 'DEBUG') return
  for (const name of ['lib/handler.js', 'lib/stub.js', 'contracts-spi/chaincodefromcontract.js'])
    Object.assign(logging.getLogger(name), { debug: nothing })
}

const registration = (chaincodeName: string) => {
  const id = new peer.ChaincodeID()
  id.setName(chaincodeName)
  const message = new peer.ChaincodeMessage()
  message.setType(peer.ChaincodeMessage.Type.REGISTER)
  message.setPayload(id.serializeBinary())
  return message
}

const isChaincode = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && 'Init' in value && 'Invoke' in value

const run = async ({ module, chaincodeName, port, organisations }: WorkerTask): Promise<void> => {
  const { createChaincode } = await import(isAbsolute(module) ? pathToFileURL(module).href : module)
  const chaincode: unknown = await createChaincode()
  if (!isChaincode(chaincode))
    throw new Error(`createChaincode() of ${module} gives no chaincode (Init and Invoke)`)
  const outbox = new Outbox(port)
  const streams = Array.from({ length: organisations }, (_, index) => new PortStream(index, outbox))
  port.on('message', (posted: readonly Posted[]) => {
    for (const [organisation, bytes] of posted)
      streams[organisation]?.emit('data', peer.ChaincodeMessage.deserializeBinary(bytes))
  })
  for (const stream of streams)
    new handler.ChaincodeMessageHandler(stream, chaincode).chat(registration(chaincodeName))
}

// A thread stuck in a transaction function cannot answer.
parentPort?.on('message', () => parentPort?.postMessage('alive'))
quieten()
// fabric-shim only logs what nobody catches: the thread would live on without a chaincode.
run(workerData).catch((error: unknown) => {
  parentPort?.postMessage(error instanceof Error ? error.message : String(error))
  process.exit(1)
})
