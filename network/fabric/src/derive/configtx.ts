import type { Consortium, Organisation } from '../description/consortium.ts'
import { orderersOf } from '../description/nodes.ts'
import { nodeLayout, organisationLayout } from '../material/layout.ts'
import { applicationPolicies, channelPolicies, ordererPolicies, organisationPolicies } from './policies.ts'

/** The one profile in the derived configtx.yaml. */
export const profileName = 'Huren'

/**
 * Timeouts of SmartBFT (configtx.yaml, "SmartBFT"): a leader that is silent for eight seconds is replaced, a request that
 * a leader ignores is forwarded after two seconds and complained about after six more. They are longer than an orderer's
 * attempts to connect to the two of a centre that is cut off (three seconds each, kernel.ts), which hold up its other
 * messages: with shorter ones leaders are changed without need and, after some such partitions, without end. BatchTimeout
 * means nothing to SmartBFT.
 */
const smartBft = ({ block }: Consortium) => ({
  RequestBatchMaxInterval: `${block.timeout}ms`,
  RequestForwardTimeout: '2s',
  RequestComplainTimeout: '6s',
  RequestAutoRemoveTimeout: '3m0s',
  ViewChangeResendInterval: '1s',
  ViewChangeTimeout: '5s',
  LeaderHeartbeatTimeout: '8s',
  LeaderHeartbeatCount: 10,
  CollectTimeout: '1s',
  IncomingMessageBufferSize: 2000,
  RequestPoolSize: 10_000,
  SpeedUpViewChange: false,
  SyncOnStart: false,
})

const raft = {
  TickInterval: '500ms',
  ElectionTick: 10,
  HeartbeatTick: 1,
  MaxInflightBlocks: 5,
  SnapshotIntervalSize: '16 MB',
}

const consenters = (consortium: Consortium, material: string) =>
  orderersOf(consortium).map((node) => {
    const { certificate, tlsCertificate } = nodeLayout(material, node)
    return {
      ID: node.id,
      Host: node.host,
      Port: node.port,
      MSPID: node.organisation.mspId,
      Identity: certificate,
      ClientTLSCert: tlsCertificate,
      ServerTLSCert: tlsCertificate,
    }
  })

const raftConsenters = (consortium: Consortium, material: string) =>
  consenters(consortium, material).map(({ ID, MSPID, Identity, ...consenter }) => consenter)

/** One organisation as configtx.yaml wants it; also printed alone when a city applies. */
export const configtxOrganisation = (organisation: Organisation, material: string) => ({
  Name: organisation.mspId,
  ID: organisation.mspId,
  MSPDir: organisationLayout(material, organisation).msp,
  Policies: organisationPolicies(organisation),
  ...(organisation.orderers.length > 0 && {
    OrdererEndpoints: organisation.orderers.map(({ host, port }) => `${host}:${port}`),
  }),
  AnchorPeers: organisation.peers.map(({ host, port }) => ({ Host: host, Port: port })),
})

const ordering = (consortium: Consortium, material: string) =>
  consortium.ordering === 'raft'
    ? {
        OrdererType: 'etcdraft',
        EtcdRaft: { Consenters: raftConsenters(consortium, material), Options: raft },
      }
    : {
        OrdererType: 'BFT',
        ConsenterMapping: consenters(consortium, material),
        SmartBFT: smartBft(consortium),
      }

const ordererSection = (consortium: Consortium, material: string) => ({
  ...ordering(consortium, material),
  BatchTimeout: `${consortium.block.timeout}ms`,
  BatchSize: {
    MaxMessageCount: consortium.block.messages,
    AbsoluteMaxBytes: consortium.block.absoluteBytes,
    PreferredMaxBytes: consortium.block.preferredBytes,
  },
  Organizations: consortium.organisations.map((organisation) => configtxOrganisation(organisation, material)),
  Policies: ordererPolicies(consortium),
  Capabilities: { V2_0: true },
})

/**
 * configtx.yaml, from which the channel's first block is made.
 * @param material folder of keys and certificates, as absolute path
 */
export const configtx = (consortium: Consortium, material: string) => ({
  Profiles: {
    [profileName]: {
      Policies: channelPolicies(consortium),
      Capabilities: consortium.ordering === 'raft' ? { V2_0: true } : { V3_0: true },
      Orderer: ordererSection(consortium, material),
      Application: {
        Organizations: [...consortium.organisations, ...consortium.cities].map((organisation) =>
          configtxOrganisation(organisation, material),
        ),
        Policies: applicationPolicies(consortium),
        Capabilities: { V2_5: true },
      },
    },
  },
})
