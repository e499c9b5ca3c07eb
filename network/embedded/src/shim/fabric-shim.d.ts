/** The parts of fabric-shim that its own types leave out: the chaincode's end of the shim protocol. */
declare module 'fabric-shim/lib/handler.js' {
  export interface ShimStream {
    on(event: string, listener: (...args: unknown[]) => void): unknown
    write(message: import('@hyperledger/fabric-protos').peer.ChaincodeMessage): unknown
    end(): void
  }
  class ChaincodeMessageHandler {
    constructor(stream: ShimStream, chaincode: object)
    chat(first: { serializeBinary(): Uint8Array }): void
    handleGetState(collection: string, key: string, channel: string, transaction: string): Promise<Uint8Array>
    handlePutState(
      collection: string,
      key: string,
      value: Uint8Array,
      channel: string,
      transaction: string,
    ): Promise<Uint8Array>
    /** One request at a time for each transaction; rejects with the peer's error. */
    _askPeerAndListen(
      message: import('@hyperledger/fabric-protos').peer.ChaincodeMessage,
      method: string,
    ): Promise<Uint8Array>
  }
  const handler: { ChaincodeMessageHandler: typeof ChaincodeMessageHandler }
  export default handler
}

declare module 'fabric-shim/lib/logger.js' {
  const logging: { getLogger(name: string): object }
  export default logging
}
