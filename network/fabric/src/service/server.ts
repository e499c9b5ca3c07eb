import { Server, ServerCredentials, type ServerDuplexStream } from '@grpc/grpc-js'
import { peer } from '@hyperledger/fabric-protos'
import type { ChaincodeInterface } from 'fabric-shim'
import logging from 'fabric-shim/lib/logger.js'
import { BulkHandler } from './bulk-handler.ts'

export interface ServiceOptions {
  /** Id of the package that the peer has installed. */
  readonly packageId: string
  /** host:port */
  readonly address: string
  /** PEM: the service's own key and certificate, and the authority whose clients may connect. */
  readonly tls: { readonly key: Buffer; readonly certificate: Buffer; readonly clientAuthority: Buffer }
}

/** fabric-shim writes messages of its own copy of the protobuf classes: any that can serialise itself will do. */
const service = {
  connect: {
    ...peer.ChaincodeService.connect,
    responseSerialize: (message: peer.ChaincodeMessage) => Buffer.from(message.serializeBinary()),
  },
}

const registration = (packageId: string) => {
  const id = new peer.ChaincodeID()
  id.setName(packageId)
  const message = new peer.ChaincodeMessage()
  message.setType(peer.ChaincodeMessage.Type.REGISTER)
  message.setPayload(id.serializeBinary())
  return message
}

const nothing = () => undefined

/** For each message the shim formats several lines, and only then looks whether anybody wants them. */
const quieten = () => {
  for (const name of ['lib/handler.js', 'lib/stub.js', 'contracts-spi/chaincodefromcontract.js'])
    Object.assign(logging.getLogger(name), { debug: nothing, info: nothing })
}

/** Statements of a batch are a few hundred kilobytes; a peer's own limit is 100 MB. */
const options = {
  'grpc.max_receive_message_length': 100 * 1024 * 1024,
  'grpc.max_send_message_length': 100 * 1024 * 1024,
}

/**
 * Serves a chaincode to peers that connect (Fabric's chaincode as a service), both sides authenticated by certificate.
 * @returns when it listens
 */
export const serveChaincode = (
  chaincode: ChaincodeInterface,
  { packageId, address, tls }: ServiceOptions,
): Promise<void> => {
  if (process.env.CORE_CHAINCODE_LOGGING_LEVEL !== 'DEBUG') quieten()
  const pair = { private_key: tls.key, cert_chain: tls.certificate }
  const credentials = ServerCredentials.createSsl(tls.clientAuthority, [pair], true)
  const server = new Server(options)
  server.addService(service, {
    connect: (stream: ServerDuplexStream<peer.ChaincodeMessage, peer.ChaincodeMessage>) =>
      new BulkHandler(stream, chaincode).chat(registration(packageId)),
  })
  return new Promise((resolve, reject) =>
    server.bindAsync(address, credentials, (error) => (error ? reject(error) : resolve())),
  )
}
