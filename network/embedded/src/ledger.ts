import { Server, ServerCredentials } from '@grpc/grpc-js'
import { common, gateway, peer } from '@hyperledger/fabric-protos'
import type { LedgerContext } from './context.ts'
import { deliverService } from './deliver/service.ts'
import { Endorser } from './endorser/endorser.ts'
import { gatewayService } from './gateway/service.ts'
import { checkFounding, parseGenesis } from './genesis/founding.ts'
import { genesisCommit } from './genesis/genesis-block.ts'
import { type Consortium, loadConsortium, type ServerTls } from './identity/consortium.ts'
import { ChannelMembership } from './identity/msp.ts'
import { Orderer } from './orderer/orderer.ts'
import { type LedgerOptions, type LedgerSettings, withDefaults } from './settings.ts'
import { ChaincodeSupport } from './shim/chaincode-support.ts'
import { LedgerStore } from './store/ledger-store.ts'

export interface RunningLedger {
  /** host:port of the gRPC services */
  address: string
  /** PEM; what a client must trust to reach `address` */
  tlsRootCert: string
  /** Number of blocks */
  readonly height: number
  /** Rejects if the ledger cannot commit any more; it must be started again then. */
  failed: Promise<never>
  /** Takes nothing more, commits what it has taken, and closes the store. */
  close(): Promise<void>
}

/**
 * Starts the embedded ledger: one process, three organisations, Fabric's own services over TLS.
 * @throws DamagedLedger with the first bad block if the store is damaged
 * @throws Error if the store is in use, or belongs to other organisations, or the chaincode cannot be loaded
 */
export const startLedger = async (options: LedgerOptions): Promise<RunningLedger> => {
  const settings = withDefaults(options)
  const consortium = await loadConsortium(settings.consortiumDir)
  const store = await openStore(settings, consortium)
  const membership = new ChannelMembership(consortium.memberships)
  const { channel, chaincodeName } = settings
  const rules = { channel, chaincodeName, membership }
  const orderer = new Orderer({ store, node: consortium.orderer, rules, batch: settings.batch })
  const source = { module: settings.chaincode, chaincodeName, organisations: consortium.peers.length }
  const chaincode = new ChaincodeSupport(source, settings.executionTimeout)
  const endorsers = consortium.peers.map((node, index) => new Endorser(node, index, chaincode))
  const context: LedgerContext = { settings, store, membership, endorsers, orderer, port: 0 }
  const server = new Server(serverOptions(settings))
  let closing: Promise<void> | undefined
  const close = () => {
    closing ??= closeParts(orderer, server, chaincode, store)
    return closing
  }
  try {
    await chaincode.start()
    server.addService(gateway.GatewayService, gatewayService(context))
    server.addService(peer.DeliverService, deliverService(context))
    context.port = await listen(server, settings, consortium.tls)
  } catch (error) {
    await close()
    throw error
  }
  const failure = Promise.withResolvers<never>()
  failure.promise.catch(() => undefined)
  orderer.onFailure = failure.reject
  return {
    address: `${settings.host}:${context.port}`,
    tlsRootCert: consortium.tls.authority,
    get height() {
      return store.height
    },
    failed: failure.promise,
    close,
  }
}

const closeParts = async (
  orderer: Orderer,
  server: Server,
  chaincode: ChaincodeSupport,
  store: LedgerStore,
) => {
  await orderer.close()
  server.forceShutdown()
  await chaincode.close()
  await store.close()
}

const openStore = async (settings: LedgerSettings, consortium: Consortium): Promise<LedgerStore> => {
  const store = await LedgerStore.open(settings.dataDir, { create: true, check: settings.check })
  try {
    if (store.height === 0) await store.commit(genesisCommit(consortium, settings))
    const genesis = common.Block.deserializeBinary((await store.block(0)) ?? new Uint8Array())
    checkFounding(parseGenesis(genesis), settings.channel, consortium.memberships)
    return store
  } catch (error) {
    await store.close()
    throw error
  }
}

const serverOptions = ({ batch }: LedgerSettings) => ({
  // A proposal and its answers are little larger than the transaction they become.
  'grpc.max_receive_message_length': batch.absoluteMaxBytes + (1 << 20),
  'grpc.max_send_message_length': -1,
  'grpc.max_concurrent_streams': 10_000,
})

const listen = (server: Server, { host, port }: LedgerSettings, tls: ServerTls): Promise<number> => {
  const pair = { cert_chain: Buffer.from(tls.certificate), private_key: Buffer.from(tls.privateKey) }
  const credentials = ServerCredentials.createSsl(null, [pair])
  return new Promise((resolve, reject) => {
    server.bindAsync(`${host}:${port}`, credentials, (error, bound) =>
      error ? reject(new Error(`cannot listen on ${host}:${port}: ${error.message}`)) : resolve(bound),
    )
  })
}
