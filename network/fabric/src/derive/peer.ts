import { join } from 'node:path'
import type { PlacedPeer } from '../description/nodes.ts'
import type { NodePlace } from './place.ts'

const builderName = 'ccaas_builder'

/** A link on which nothing answers is given up after 25 seconds, not Fabric's 80, so that a partition that heals is soon over. */
const clientKeepalive = { interval: '15s', timeout: '10s' }
const keepalive = { ...clientKeepalive, minInterval: '5s' }

/**
 * core.yaml of one peer: blocks straight from the ordering service, gossip only to find the other organisations'
 * endorsers (a peer that comes back is found after seconds, not half a minute), history kept, no Docker.
 * @param builder folder of Fabric's chaincode-as-a-service builder (the one that holds `bin/`)
 * @param bootstrap another peer of the same organisation, or the peer itself
 */
export const peerSettings = (node: PlacedPeer, place: NodePlace, builder: string, bootstrap: string) => {
  const { certificate, key, authority } = place.tls
  const address = `${node.host}:${node.port}`
  return {
    peer: {
      id: node.fullName,
      networkId: 'huren',
      listenAddress: `${place.listen}:${node.port}`,
      address,
      chaincodeListenAddress: `${place.operations}:0`,
      localMspId: node.organisation.mspId,
      localMspType: 'bccsp',
      mspConfigPath: place.msp,
      fileSystemPath: join(place.data, 'ledger'),
      tls: {
        enabled: true,
        clientAuthRequired: false,
        cert: { file: certificate },
        key: { file: key },
        rootcert: { file: authority },
        clientRootCAs: { files: [authority] },
      },
      keepalive: { ...keepalive, client: clientKeepalive, deliveryClient: clientKeepalive },
      // an endorser that swallows packets is left for another one after 10 s; a batch of 200 takes 0.2 s, under load 3
      gateway: { enabled: true, endorsementTimeout: '10s', broadcastTimeout: '30s', dialTimeout: '2m' },
      gossip: {
        bootstrap,
        endpoint: address,
        externalEndpoint: address,
        useLeaderElection: false,
        orgLeader: true,
        state: { enabled: false },
        aliveTimeInterval: '2s',
        aliveExpirationTimeout: '10s',
        reconnectInterval: '3s',
        pvtData: {
          reconcileBatchSize: 10,
          transientstoreMaxBlockRetention: 20_000,
          implicitCollectionDisseminationPolicy: { requiredPeerCount: 0, maxPeerCount: 0 },
        },
      },
      deliveryclient: { blockGossipEnabled: false, reConnectBackoffThreshold: '5s', policy: 'cluster' },
      authentication: { timewindow: '15m' },
      discovery: {
        enabled: true,
        authCacheEnabled: true,
        authCacheMaxSize: 1000,
        authCachePurgeRetentionRatio: 0.75,
      },
      handlers: {
        authFilters: [{ name: 'DefaultAuth' }, { name: 'ExpirationCheck' }, { name: 'TimeWindowCheck' }],
        decorators: [{ name: 'DefaultDecorator' }],
        endorsers: { escc: { name: 'DefaultEndorsement' } },
        validators: { vscc: { name: 'DefaultValidation' } },
      },
      limits: { concurrency: { endorserService: 2500, deliverService: 2500, gatewayService: 1000 } },
      BCCSP: { Default: 'SW', SW: { Hash: 'SHA2', Security: 256 } },
    },
    chaincode: {
      mode: 'net',
      logging: { level: 'info', shim: 'warning' },
      externalBuilders: [
        { name: builderName, path: builder, propagateEnvironment: ['CHAINCODE_AS_A_SERVICE_BUILDER_CONFIG'] },
      ],
      installTimeout: '300s',
      executetimeout: '30s',
      system: { _lifecycle: 'enable', cscc: 'enable', lscc: 'enable', qscc: 'enable' },
      runtimeParams: {
        useWriteBatch: true,
        maxSizeWriteBatch: 1000,
        useGetMultipleKeys: true,
        maxSizeGetMultipleKeys: 1000,
      },
    },
    ledger: {
      state: { stateDatabase: 'goleveldb', totalQueryLimit: 100_000 },
      history: { enableHistoryDatabase: true },
      pvtdataStore: {
        collElgProcMaxDbBatchSize: 5000,
        collElgProcDbBatchesInterval: 1000,
        purgeInterval: 100,
      },
      snapshots: { rootDir: join(place.data, 'snapshots') },
    },
    operations: { listenAddress: `${place.operations}:${node.operationsPort}`, tls: { enabled: false } },
    metrics: { provider: 'prometheus' },
    vm: { endpoint: '' },
  }
}
