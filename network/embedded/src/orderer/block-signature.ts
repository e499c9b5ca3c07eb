import { randomBytes } from 'node:crypto'
import { common } from '@hyperledger/fabric-protos'
import type { Node } from '../identity/consortium.ts'
import type { ChannelMembership } from '../identity/msp.ts'
import { blockHeaderBytes, headerOf, metadataOf, setMetadata } from '../protoutil/block.ts'

const signedBytes = (value: Uint8Array, signatureHeader: Uint8Array, block: common.Block) =>
  Buffer.concat([value, signatureHeader, blockHeaderBytes(headerOf(block))])

/**
 * Puts the orderer's signature over (metadata value, signature header, block header) into the block's SIGNATURES, as
 * Fabric's multichannel block writer does. The value names the last configuration block, which is always the first.
 */
export const signBlock = (block: common.Block, orderer: Node): void => {
  const lastConfig = new common.LastConfig()
  const ordererMetadata = new common.OrdererBlockMetadata()
  ordererMetadata.setLastConfig(lastConfig)
  const value = ordererMetadata.serializeBinary()
  const header = new common.SignatureHeader()
  header.setCreator(orderer.identity)
  header.setNonce(randomBytes(24))
  const signatureHeader = header.serializeBinary()
  const signature = new common.MetadataSignature()
  signature.setSignatureHeader(signatureHeader)
  signature.setSignature(orderer.sign(signedBytes(value, signatureHeader, block)))
  const metadata = new common.Metadata()
  metadata.setValue(value)
  metadata.setSignaturesList([signature])
  setMetadata(block, 'SIGNATURES', metadata.serializeBinary())
}

/** Whether an orderer of the channel signed the block's header. Never throws. */
export const isSignedByOrderer = (block: common.Block, membership: ChannelMembership): boolean => {
  try {
    const metadata = common.Metadata.deserializeBinary(metadataOf(block, 'SIGNATURES'))
    return metadata.getSignaturesList().some((signature) => {
      const header = signature.getSignatureHeader_asU8()
      const creator = common.SignatureHeader.deserializeBinary(header).getCreator_asU8()
      const identity = membership.identity(creator)
      const bytes = signedBytes(metadata.getValue_asU8(), header, block)
      return identity.role === 'orderer' && identity.verify(bytes, signature.getSignature_asU8())
    })
  } catch {
    return false
  }
}
