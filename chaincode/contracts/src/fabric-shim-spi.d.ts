/** fabric-shim's own adapter from contracts to the chaincode interface, which it has no types for. */
declare module 'fabric-shim/lib/contract-spi/chaincodefromcontract.js' {
  import type { Contract } from 'fabric-contract-api'
  import type { ChaincodeInterface, ChaincodeResponse, ChaincodeStub } from 'fabric-shim'

  export default class ChaincodeFromContract implements ChaincodeInterface {
    constructor(
      contracts: (new () => Contract)[],
      serializers: { transaction: string; serializers: Record<string, unknown> },
      metadata: object,
      title: string,
      version: string,
    )
    readonly metadata: {
      readonly contracts: Readonly<
        Record<string, { readonly transactions: readonly { readonly name: string }[] }>
      >
    }
    Init(stub: ChaincodeStub): Promise<ChaincodeResponse>
    Invoke(stub: ChaincodeStub): Promise<ChaincodeResponse>
  }
}

/** The stub that a chaincode gets; made by the shim's handler, or by tests over a state of their own. */
declare module 'fabric-shim/lib/stub.js' {
  import { ChaincodeStub } from 'fabric-shim'

  export interface StateHandler {
    handleGetState(collection: string, key: string): Promise<Uint8Array>
    handlePutState(collection: string, key: string, value: Uint8Array): Promise<void>
    handlePutStateMetadata(collection: string, key: string, name: string, value: Uint8Array): Promise<void>
    handleGetStateByRange(
      collection: string,
      from: string,
      to: string,
    ): Promise<{ iterator: AsyncIterator<{ key: string; value: Uint8Array }> & { close(): Promise<void> } }>
  }
  export default class Stub extends ChaincodeStub {
    constructor(
      handler: StateHandler,
      channel: string,
      transaction: string,
      input: { getArgsList_asU8(): Uint8Array[] },
      proposal: { getProposalBytes(): Uint8Array | string; getSignature(): Uint8Array | string },
    )
    readonly chaincodeEvent?: { getEventName(): string; getPayload_asU8(): Uint8Array }
  }
}
