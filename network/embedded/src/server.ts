import { setTimeout as delay } from 'node:timers/promises'
import { Server, ServerCredentials } from '@grpc/grpc-js'
import { gateway, peer } from '@hyperledger/fabric-protos'
import type { LedgerContext } from './context.ts'
import { deliverService } from './deliver/service.ts'
import { gatewayService } from './gateway/service.ts'
import type { ServerTls } from './identity/consortium.ts'
import type { LedgerSettings } from './settings.ts'

/** Time for the last answers to reach their clients, in milliseconds. */
const lastWords = 300

/** The ledger's gRPC services over TLS. */
export class LedgerServer {
  readonly #server: Server

  constructor(context: LedgerContext) {
    this.#server = new Server(serverOptions(context.settings))
    this.#server.addService(gateway.GatewayService, gatewayService(context))
    this.#server.addService(peer.DeliverService, deliverService(context))
  }

  /**
   * @returns the port
   * @throws Error if the address is taken
   */
  listen({ host, port }: LedgerSettings, tls: ServerTls): Promise<number> {
    const pair = { cert_chain: Buffer.from(tls.certificate), private_key: Buffer.from(tls.privateKey) }
    const credentials = ServerCredentials.createSsl(null, [pair])
    return new Promise((resolve, reject) => {
      this.#server.bindAsync(`${host}:${port}`, credentials, (error, bound) =>
        error ? reject(new Error(`cannot listen on ${host}:${port}: ${error.message}`)) : resolve(bound),
      )
    })
  }

  /** Takes no new calls, lets those in progress end if they do so soon, and ends the rest. */
  async close(): Promise<void> {
    const ended = new Promise((resolve) => {
      this.#server.tryShutdown(resolve)
    })
    await Promise.race([ended, delay(lastWords)])
    this.#server.forceShutdown()
  }
}

const serverOptions = ({ batch }: LedgerSettings) => ({
  // A proposal and its answers are little larger than the transaction they become.
  'grpc.max_receive_message_length': batch.absoluteMaxBytes + (1 << 20),
  'grpc.max_send_message_length': -1,
  'grpc.max_concurrent_streams': 10_000,
})
