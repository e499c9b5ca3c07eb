import { join } from 'node:path'
import type { PlacedOrderer } from '../description/nodes.ts'
import type { NodePlace } from './place.ts'

/**
 * orderer.yaml of one orderer: TLS everywhere, cluster traffic and administration authenticated by certificate, no
 * system channel, Prometheus metrics on the operations address. The other organisations' TLS authorities are not
 * configured here: an orderer takes them from the channel's configuration.
 */
export const ordererSettings = (node: PlacedOrderer, place: NodePlace) => {
  const { certificate, key, authority } = place.tls
  return {
    General: {
      ListenAddress: place.listen,
      ListenPort: node.port,
      TLS: {
        Enabled: true,
        PrivateKey: key,
        Certificate: certificate,
        RootCAs: [authority],
        ClientAuthRequired: false,
        ClientRootCAs: [authority],
      },
      // as in the peers' settings
      Keepalive: { ServerMinInterval: '5s', ServerInterval: '15s', ServerTimeout: '10s' },
      // who asks the others for their heights waits for whoever is cut off; a source that lags is left after 12 / 3 × 2 s
      Cluster: {
        ClientCertificate: certificate,
        ClientPrivateKey: key,
        RootCAs: [authority],
        DialTimeout: '2s',
        ReplicationPullTimeout: '2s',
        ReplicationMaxRetries: 12,
      },
      // each attempt to reach a centre that is cut off holds up everything else, so they are not made at once again; but twelve
      // seconds after it is back it is met, not two minutes
      Backoff: { BaseDelay: '3s', Multiplier: 2, MaxDelay: '12s' },
      LocalMSPDir: place.msp,
      LocalMSPID: node.organisation.mspId,
      BootstrapMethod: 'none',
    },
    FileLedger: { Location: join(place.data, 'ledger') },
    Operations: { ListenAddress: `${place.operations}:${node.operationsPort}`, TLS: { Enabled: false } },
    Metrics: { Provider: 'prometheus' },
    Admin: {
      ListenAddress: `${place.operations}:${node.adminPort}`,
      TLS: {
        Enabled: true,
        Certificate: certificate,
        PrivateKey: key,
        RootCAs: [authority],
        ClientAuthRequired: true,
        ClientRootCAs: [authority],
      },
    },
    ChannelParticipation: { Enabled: true, MaxRequestBodySize: '64 MB' },
    Consensus: { WALDir: join(place.data, 'wal'), SnapDir: join(place.data, 'snapshots') },
  }
}
