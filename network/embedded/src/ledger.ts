import type { LedgerContext } from './context.ts'
import { openLedger } from './genesis/open-ledger.ts'
import { type Consortium, loadConsortium } from './identity/consortium.ts'
import { ChannelMembership } from './identity/msp.ts'
import { Orderer } from './orderer/orderer.ts'
import { LedgerServer } from './server.ts'
import { type LedgerOptions, type LedgerSettings, withDefaults } from './settings.ts'
import { ChaincodeSupport } from './shim/chaincode-support.ts'
import type { LedgerStore } from './store/ledger-store.ts'

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
  const store = await openLedger(settings, consortium)
  const chaincode = chaincodeOf(settings, consortium)
  const context = compose(settings, consortium, store, chaincode)
  const server = new LedgerServer(context)
  const close = once(async () => {
    await context.orderer.close()
    await server.close()
    await chaincode.close()
    await store.close()
  })
  try {
    await chaincode.start()
    context.port = await server.listen(settings, consortium.tls)
  } catch (error) {
    await close()
    throw error
  }
  return {
    address: `${settings.host}:${context.port}`,
    tlsRootCert: consortium.tls.authority,
    get height() {
      return store.height
    },
    failed: context.orderer.failed,
    close,
  }
}

const chaincodeOf = (settings: LedgerSettings, { peers }: Consortium) => {
  const { chaincode: module, chaincodeName, executionTimeout: timeout, dataDir } = settings
  return new ChaincodeSupport({ module, chaincodeName, dataDir, timeout, organisations: peers.length })
}

const compose = (
  settings: LedgerSettings,
  { memberships, orderer, peers }: Consortium,
  store: LedgerStore,
  chaincode: ChaincodeSupport,
): LedgerContext => {
  const membership = new ChannelMembership(memberships)
  const { channel, chaincodeName, batch } = settings
  return {
    settings,
    store,
    membership,
    chaincode,
    endorsers: peers.map((node, index) => ({ node, index })),
    orderer: new Orderer({ store, node: orderer, rules: { channel, chaincodeName, membership }, batch }),
    port: 0,
  }
}

/** However often it is asked for, the work is done once. */
const once = (work: () => Promise<void>): (() => Promise<void>) => {
  let running: Promise<void> | undefined
  return () => {
    running ??= work()
    return running
  }
}
