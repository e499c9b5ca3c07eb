import { Client, credentials } from '@grpc/grpc-js'
import { loadConsortium, nodeSigner } from '@huren/crypto-config'
import { type ConnectOptions, connect, type Gateway, hash } from '@hyperledger/fabric-gateway'
import { gateway } from '@hyperledger/fabric-protos'
import type { RunningLedger } from '../ledger.ts'

export interface TestClient {
  gateway: Gateway
  options: ConnectOptions
  close(): void
}

const grpcClient = ({ address, tlsRootCert }: Pick<RunningLedger, 'address' | 'tlsRootCert'>): Client =>
  new Client(address, credentials.createSsl(Buffer.from(tlsRootCert)), {
    'grpc.max_receive_message_length': -1,
    'grpc.max_send_message_length': -1,
  })

/** Seconds after which a call is given up: one that its server's end caught between two connections would wait for ever. */
const patience = 30
const within = () => ({ deadline: Date.now() + patience * 1000 })

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
    evaluateOptions: within,
    endorseOptions: within,
    submitOptions: within,
    commitStatusOptions: within,
  }
  const connected = connect(options)
  const close = () => {
    connected.close()
    client.close()
  }
  return { gateway: connected, options, close }
}

/** The bare service, for what the official client would not send. */
export const rawGateway = ({ address, tlsRootCert }: Pick<RunningLedger, 'address' | 'tlsRootCert'>) =>
  new gateway.GatewayClient(address, credentials.createSsl(Buffer.from(tlsRootCert)))
