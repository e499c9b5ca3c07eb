import { common } from '@hyperledger/fabric-protos'
import type { ChannelConfig } from './channel-config.ts'
import { headerBytes, headerOf, metadataOf } from './header.ts'

interface Signer {
  readonly serialized: Uint8Array
  readonly header: Uint8Array
}

/** A BFT block names its signers by number, any other by certificate (protoutil.BlockSignatureVerifier). */
const signerOf = (signature: common.MetadataSignature, { consenters }: ChannelConfig): Signer => {
  const named = signature.getSignatureHeader_asU8()
  if (named.length > 0)
    return { serialized: common.SignatureHeader.deserializeBinary(named).getCreator_asU8(), header: named }
  const header = signature.getIdentifierHeader_asU8()
  const number = common.IdentifierHeader.deserializeBinary(header).getIdentifier()
  return { serialized: consenters.get(number) ?? new Uint8Array(), header }
}

/** ⌈(n + f + 1) / 2⌉ with f = ⌊(n − 1) / 3⌋ for BFT (Fabric's ComputeBFTQuorum), one for any other. */
const quorumOf = ({ consenters: { size } }: ChannelConfig): number =>
  size === 0 ? 1 : Math.ceil((size + Math.floor((size - 1) / 3) + 1) / 2)

/** Whether enough orderers of the channel signed the block's header. Never throws. */
export const isSignedByOrderers = (block: common.Block, config: ChannelConfig): boolean => {
  try {
    const metadata = common.Metadata.deserializeBinary(metadataOf(block, 'SIGNATURES'))
    const value = metadata.getValue_asU8()
    const bytes = headerBytes(headerOf(block))
    const signers = metadata.getSignaturesList().flatMap((signature) => {
      const { serialized, header } = signerOf(signature, config)
      const identity = config.orderers.identity(serialized)
      const signed = Buffer.concat([value, header, bytes])
      return identity?.roles.includes('orderer') && identity.verifies(signed, signature.getSignature_asU8())
        ? [Buffer.from(serialized).toString('latin1')]
        : []
    })
    return new Set(signers).size >= quorumOf(config)
  } catch {
    return false
  }
}
