import { readFileSync } from 'node:fs'
import type { ChaincodeInterface } from 'fabric-shim'
import { serveChaincode } from './server.ts'

/** What a contract service is told by who starts it; names as Fabric's own samples use them. */
const setting = (name: string): string => {
  const value = process.env[name]
  if (value) return value
  throw new Error(`${name} is not set`)
}

const file = (name: string) => readFileSync(setting(name))

const serve = async (chaincode: ChaincodeInterface) =>
  serveChaincode(chaincode, {
    packageId: setting('CHAINCODE_ID'),
    address: setting('CHAINCODE_SERVER_ADDRESS'),
    tls: {
      key: file('CHAINCODE_TLS_KEY'),
      certificate: file('CHAINCODE_TLS_CERT'),
      clientAuthority: file('CHAINCODE_CLIENT_CA_CERT'),
    },
  })

/**
 * Serves a chaincode to one peer (chaincode as a service) as the environment says, both sides authenticated by certificate, until
 * the process is told to end.
 */
export const serveAsTold = (chaincode: ChaincodeInterface) => {
  // fabric-shim logs what nobody catches, to where it could not write: without a reader it would do nothing else any more
  process.stdout.on('error', () => process.exit(1))
  process.once('SIGTERM', () => process.exit(0))
  serve(chaincode).catch((error: unknown) => {
    console.error(error)
    process.exit(1)
  })
}
