import { readFile } from 'node:fs/promises'
import { Client, credentials } from '@grpc/grpc-js'
import { nodeSigner } from '@huren/crypto-config'
import { connect, hash, type Network } from '@hyperledger/fabric-gateway'
import type { NotarySettings } from '../config.ts'

export interface LedgerConnection {
  readonly network: () => Network
  close(): void
}

/** The organisation's own peer, through the official Fabric Gateway client; the same for embedded and Fabric. */
export const connectLedger = async (settings: NotarySettings['ledger']): Promise<LedgerConnection> => {
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
  const gateway = connect({
    client,
    identity: { mspId: settings.mspId, credentials: certificate },
    signer: nodeSigner(key),
    hash: hash.none,
  })
  return {
    network: () => gateway.getNetwork(settings.channel),
    close: () => {
      gateway.close()
      client.close()
    },
  }
}
