/** fabric-shim's chaincode server, which it has no types for. */
declare module 'fabric-shim/lib/server.js' {
  import type { ChaincodeInterface } from 'fabric-shim'

  export default class ChaincodeServer {
    constructor(
      chaincode: ChaincodeInterface,
      options: {
        ccid: string
        address: string
        tlsProps: { key: Buffer; cert: Buffer; clientCACerts: Buffer }
      },
    )
    start(): Promise<void>
  }
}
