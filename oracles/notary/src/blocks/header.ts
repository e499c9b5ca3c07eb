import { hash } from 'node:crypto'
import { common } from '@hyperledger/fabric-protos'
import { Integer, OctetString, Sequence } from 'asn1js'

/** SHA-256 over the concatenation of `parts`. */
export const sha256 = (...parts: readonly Uint8Array[]): Buffer =>
  hash('sha256', parts.length === 1 ? (parts[0] ?? Buffer.alloc(0)) : Buffer.concat(parts), 'buffer')

const octets = (bytes: Uint8Array) => new OctetString({ valueHex: Uint8Array.from(bytes).buffer })

/** The ASN.1 DER bytes of a block header that are hashed and signed (Fabric's protoutil.BlockHeaderBytes). */
export const headerBytes = (header: common.BlockHeader): Uint8Array =>
  new Uint8Array(
    new Sequence({
      value: [
        Integer.fromBigInt(BigInt(header.getNumber())),
        octets(header.getPreviousHash_asU8()),
        octets(header.getDataHash_asU8()),
      ],
    }).toBER(),
  )

export const headerOf = (block: common.Block) => block.getHeader() ?? new common.BlockHeader()
export const headerHash = (block: common.Block): string =>
  sha256(headerBytes(headerOf(block))).toString('hex')
export const envelopesOf = (block: common.Block): Uint8Array[] => block.getData()?.getDataList_asU8() ?? []

type MetadataIndex = keyof typeof common.BlockMetadataIndex
export const metadataOf = (block: common.Block, index: MetadataIndex): Uint8Array =>
  block.getMetadata()?.getMetadataList_asU8()[common.BlockMetadataIndex[index]] ?? new Uint8Array()
