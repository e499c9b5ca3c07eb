/** The chaincode's thread: one shim conversation per endorsing organisation, each over a port of its own. */
import { EventEmitter } from 'node:events'
import { isAbsolute } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { peer } from '@hyperledger/fabric-protos'
import handler, { type ShimStream } from 'fabric-shim/lib/handler.js'
import logging from 'fabric-shim/lib/logger.js'
import { Outbox } from './outbox.ts'

export interface WorkerTask {
  /** Module that exports createChaincode(). */
  module: string
  chaincodeName: string
  ports: MessagePort[]
}

/** What fabric-shim takes for a gRPC stream; protobuf bytes go through a message port instead. */
class PortStream extends EventEmitter implements ShimStream {
  readonly #port: MessagePort
  readonly #outbox: Outbox

  constructor(port: MessagePort) {
    super()
    this.#port = port
    this.#outbox = new Outbox(port)
    port.on('message', (messages: readonly Uint8Array[]) => {
      for (const bytes of messages) this.emit('data', peer.ChaincodeMessage.deserializeBinary(bytes))
    })
  }

  write(message: { serializeBinary(): Uint8Array }): void {
    this.#outbox.add(message)
  }

  end(): void {
    this.#port.close()
  }
}

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

const run = async ({ module, chaincodeName, ports }: WorkerTask): Promise<void> => {
  const { createChaincode } = await import(isAbsolute(module) ? pathToFileURL(module).href : module)
  const chaincode: unknown = await createChaincode()
  if (!isChaincode(chaincode))
    throw new Error(`createChaincode() of ${module} gives no chaincode (Init and Invoke)`)
  for (const port of ports)
    new handler.ChaincodeMessageHandler(new PortStream(port), chaincode).chat(registration(chaincodeName))
}

// A thread stuck in a transaction function cannot answer.
parentPort?.on('message', () => parentPort?.postMessage('alive'))
quieten()
// fabric-shim only logs what nobody catches: the thread would live on without a chaincode.
run(workerData).catch((error: unknown) => {
  parentPort?.postMessage(error instanceof Error ? error.message : String(error))
  process.exit(1)
})
