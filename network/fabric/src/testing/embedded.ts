import { mkdirSync, rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client, credentials } from '@grpc/grpc-js'
import { createConsortium, loadConsortium, nodeSigner } from '@huren/crypto-config'
import { startLedger } from '@huren/embedded'
import { connect, hash } from '@hyperledger/fabric-gateway'

/** An embedded ledger of its own, asked with the official client as a real network is. */
export const embeddedLedger = async (settings: { readonly chaincode?: string } = {}) => {
  const folder = await mkdtemp(join(tmpdir(), 'huren-parity-'))
  const consortiumDir = join(folder, 'consortium')
  mkdirSync(consortiumDir)
  await createConsortium(consortiumDir)
  const ledger = await startLedger({ dataDir: join(folder, 'ledger'), consortiumDir, port: 0, ...settings })
  const [organisation] = await loadConsortium(consortiumDir)
  if (!organisation) throw new Error('a consortium has organisations')
  const { certificate, privateKey } = await organisation.member('user', 'gateway')
  const client = new Client(ledger.address, credentials.createSsl(Buffer.from(ledger.tlsRootCert)))
  const identity = { mspId: organisation.mspId, credentials: Buffer.from(certificate) }
  const options = { client, identity, signer: nodeSigner(privateKey), hash: hash.none }
  const gateway = connect(options)
  const close = async () => {
    gateway.close()
    client.close()
    await ledger.close()
    rmSync(folder, { recursive: true })
  }
  return { gateway, options, contract: gateway.getNetwork('huren').getContract('huren'), close }
}
