import { readFileSync } from 'node:fs'
import { createChaincode } from '@huren/contracts'
import ChaincodeServer from 'fabric-shim/lib/server.js'

/** What a contract service is told by who starts it; names as Fabric's own samples use them. */
const setting = (name: string): string => {
  const value = process.env[name]
  if (value) return value
  throw new Error(`${name} is not set`)
}

const file = (name: string) => readFileSync(setting(name))

/** Serves the contracts to one peer (chaincode as a service), both sides authenticated by certificate. */
const server = new ChaincodeServer(createChaincode(), {
  ccid: setting('CHAINCODE_ID'),
  address: setting('CHAINCODE_SERVER_ADDRESS'),
  tlsProps: {
    key: file('CHAINCODE_TLS_KEY'),
    cert: file('CHAINCODE_TLS_CERT'),
    clientCACerts: file('CHAINCODE_CLIENT_CA_CERT'),
  },
})
server.start().catch((error: unknown) => {
  console.error(error)
  process.exit(1)
})
