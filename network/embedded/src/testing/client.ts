import { createHash } from 'node:crypto'
import { Client, credentials } from '@grpc/grpc-js'
import { loadConsortium, nodeSigner } from '@huren/crypto-config'
import { type ConnectOptions, connect, type Gateway, hash } from '@hyperledger/fabric-gateway'
import type { RunningLedger } from '../ledger.ts'

export interface TestClient {
  gateway: Gateway
  options: ConnectOptions
  close(): void
}

export const grpcClient = ({
  address,
  tlsRootCert,
}: Pick<RunningLedger, 'address' | 'tlsRootCert'>): Client =>
  new Client(address, credentials.createSsl(Buffer.from(tlsRootCert)), {
    'grpc.max_receive_message_length': -1,
    'grpc.max_send_message_length': -1,
  })

/** The official client, as a user of one organisation. */
export const connectClient = async (
  ledger: Pick<RunningLedger, 'address' | 'tlsRootCert'>,
  consortiumDir: string,
  organisation = 0,
): Promise<TestClient> => {
  const organisations = await loadConsortium(consortiumDir)
  const chosen = organisations[organisation]
  if (!chosen) throw new Error(`there is no organisation ${organisation}`)
  const user = await chosen.member('user', 'gateway')
  const client = grpcClient(ledger)
  const options: ConnectOptions = {
    client,
    identity: { mspId: chosen.mspId, credentials: Buffer.from(user.certificate) },
    signer: nodeSigner(user.privateKey),
    hash: hash.none,
  }
  const gateway = connect(options)
  const close = () => {
    gateway.close()
    client.close()
  }
  return { gateway, options, close }
}
export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()
