import { readFile } from 'node:fs/promises'
import { Client, credentials } from '@grpc/grpc-js'
import { nodeSigner } from '@huren/crypto-config'
import { connect, type Gateway, hash } from '@hyperledger/fabric-gateway'

/** How to reach a peer's gateway service, embedded or real: the same settings. */
export interface LedgerSettings {
  /** host:port of the peer. */
  readonly address: string
  /** PEM file with the TLS authority's certificate. */
  readonly tlsCertificate: string
  /** Name in the peer's TLS certificate, where it is not the host that is dialled. */
  readonly tlsServerName?: string
  readonly mspId: string
  /** PEM files of the gateway's own Fabric identity. */
  readonly identityCertificate: string
  readonly identityKey: string
  readonly channel: string
  readonly chaincode: string
}

/** Seconds that each step may take; a step that takes longer is tried again. */
const patience = { evaluate: 15, endorse: 30, submit: 15, commitStatus: 15 } as const
const within = (seconds: number) => () => ({ deadline: Date.now() + seconds * 1000 })

const channelOptions = {
  'grpc.keepalive_time_ms': 60_000,
  'grpc.keepalive_timeout_ms': 10_000,
  'grpc.max_receive_message_length': 100 * 1024 * 1024,
  'grpc.max_send_message_length': 100 * 1024 * 1024,
  'grpc.initial_reconnect_backoff_ms': 200,
  'grpc.max_reconnect_backoff_ms': 5000,
}

export interface Connection {
  readonly client: Client
  readonly gateway: Gateway
  readonly identity: { readonly mspId: string; readonly credentials: Uint8Array }
}

/**
 * Connects over gRPC with TLS; the connection comes up when it is first used and again after a loss.
 * @throws when a PEM file cannot be read
 */
export const connectLedger = async (settings: LedgerSettings): Promise<Connection> => {
  const [tls, certificate, key] = await Promise.all([
    readFile(settings.tlsCertificate),
    readFile(settings.identityCertificate),
    readFile(settings.identityKey, 'utf8'),
  ])
  const client = new Client(settings.address, credentials.createSsl(tls), {
    ...channelOptions,
    ...(settings.tlsServerName && { 'grpc.ssl_target_name_override': settings.tlsServerName }),
  })
  const identity = { mspId: settings.mspId, credentials: certificate }
  const gateway = connect({
    client,
    identity,
    signer: nodeSigner(key),
    hash: hash.none,
    evaluateOptions: within(patience.evaluate),
    endorseOptions: within(patience.endorse),
    submitOptions: within(patience.submit),
    commitStatusOptions: within(patience.commitStatus),
  })
  return { client, gateway, identity }
}
