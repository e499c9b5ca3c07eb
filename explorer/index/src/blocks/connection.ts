import { readFile } from 'node:fs/promises'
import { Client, credentials } from '@grpc/grpc-js'
import { nodeSigner } from '@huren/crypto-config'
import { connect, hash, type Network } from '@hyperledger/fabric-gateway'

/** The peer whose blocks are read, and an X.509 identity that may read them. Paths are files. */
export interface LedgerSettings {
  /** host:port */
  readonly address: string
  readonly tlsCertificate: string
  readonly tlsServerName?: string
  readonly mspId: string
  readonly identityCertificate: string
  readonly identityKey: string
  readonly channel: string
  readonly chaincode: string
}

export interface LedgerConnection {
  readonly network: Network
  close(): void
}

/** One connection with the official client; embedded ledger and Fabric answer alike. @throws Error on missing files */
export const connectLedger = async (settings: LedgerSettings): Promise<LedgerConnection> => {
  const [tls, certificate, key] = await Promise.all([
    readFile(settings.tlsCertificate),
    readFile(settings.identityCertificate),
    readFile(settings.identityKey, 'utf8'),
  ])
  const client = new Client(settings.address, credentials.createSsl(tls), {
    'grpc.max_receive_message_length': -1,
    'grpc.keepalive_time_ms': 60_000,
    ...(settings.tlsServerName && { 'grpc.ssl_target_name_override': settings.tlsServerName }),
  })
  const identity = { mspId: settings.mspId, credentials: certificate }
  const gateway = connect({ client, identity, signer: nodeSigner(key), hash: hash.none })
  return {
    network: gateway.getNetwork(settings.channel),
    close: () => {
      gateway.close()
      client.close()
    },
  }
}
