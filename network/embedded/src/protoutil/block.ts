import { common } from '@hyperledger/fabric-protos'
import { Integer, OctetString, Sequence } from 'asn1js'
import { sha256 } from './digest.ts'

/** The bytes of a block header that are hashed and signed: ASN.1 DER (Fabric's protoutil.BlockHeaderBytes). */
export const blockHeaderBytes = (header: common.BlockHeader): Uint8Array => {
  const octets = (bytes: Uint8Array) => new OctetString({ valueHex: Uint8Array.from(bytes).buffer })
  const sequence = new Sequence({
    value: [
      Integer.fromBigInt(BigInt(header.getNumber())),
      octets(header.getPreviousHash_asU8()),
      octets(header.getDataHash_asU8()),
    ],
  })
  return new Uint8Array(sequence.toBER())
}

export const blockHeaderHash = (header: common.BlockHeader): Buffer => sha256(blockHeaderBytes(header))

export const blockDataHash = (data: common.BlockData): Buffer => sha256(...data.getDataList_asU8())

export const newBlock = (
  number: number,
  previousHash: Uint8Array,
  envelopes: readonly Uint8Array[],
): common.Block => {
  const data = new common.BlockData()
  data.setDataList([...envelopes])
  const header = new common.BlockHeader()
  header.setNumber(number)
  header.setPreviousHash(previousHash)
  header.setDataHash(blockDataHash(data))
  const metadata = new common.BlockMetadata()
  metadata.setMetadataList(Object.keys(common.BlockMetadataIndex).map(() => new Uint8Array()))
  const block = new common.Block()
  block.setHeader(header)
  block.setData(data)
  block.setMetadata(metadata)
  return block
}

/** Header of a block that must have one. */
export const headerOf = (block: common.Block): common.BlockHeader =>
  block.getHeader() ?? new common.BlockHeader()

export const envelopesOf = (block: common.Block): Uint8Array[] => block.getData()?.getDataList_asU8() ?? []

type MetadataIndex = keyof typeof common.BlockMetadataIndex

export const metadataOf = (block: common.Block, index: MetadataIndex): Uint8Array =>
  block.getMetadata()?.getMetadataList_asU8()[common.BlockMetadataIndex[index]] ?? new Uint8Array()

export const setMetadata = (block: common.Block, index: MetadataIndex, value: Uint8Array): void => {
  const list = block.getMetadata()?.getMetadataList_asU8() ?? []
  list[common.BlockMetadataIndex[index]] = value
  block.getMetadata()?.setMetadataList(list)
}
