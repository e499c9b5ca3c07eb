import { common } from '@hyperledger/fabric-protos'

/**
 * The generated classes of Fabric's protocol buffers share one global object: an older copy of them, loaded later in the
 * same process (fabric-shim brings one), replaces these, and then loses the fields that it does not know, such as who
 * signed a SmartBFT block.
 * @throws Error when that has happened: run the notary or the audit in a process of its own
 */
export const checkProtocolBuffers = (): void => {
  const signature = new common.MetadataSignature()
  signature.setIdentifierHeader(Uint8Array.of(1))
  const metadata = new common.Metadata()
  metadata.setSignaturesList([signature])
  const [read] = common.Metadata.deserializeBinary(metadata.serializeBinary()).getSignaturesList()
  if (read?.getIdentifierHeader_asU8?.()[0] !== 1)
    throw new Error(
      '同一进程中加载了旧版 fabric-protos，请在单独的进程中运行 / an older copy of fabric-protos was loaded in this process: run this in one of its own',
    )
}
