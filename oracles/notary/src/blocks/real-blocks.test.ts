import { join } from 'node:path'
import { common } from '@hyperledger/fabric-protos'
import { test } from 'tap'
import { readBlock } from '../audit/block-files.ts'
import { BadBlock, checkBlock } from './check-block.ts'
import { metadataOf } from './header.ts'
import { checkProtocolBuffers } from './protocol-buffers.ts'

const rules = { chaincode: 'huren', central: ['ConsensusOneMSP', 'ConsensusTwoMSP', 'SupervisorMSP'] }
const nothing = { next: 0, lastHash: '', config: undefined }

/** The first blocks of networks of Fabric 3.1.5 that network/fabric brought up: six SmartBFT orderers, and five of Raft. */
const firstBlocks = async (ordering: 'bft' | 'raft') => {
  const read = async (n: number) =>
    (await readBlock(join(import.meta.dirname, '..', 'test-data', 'fabric', `${ordering}-${n}.block`))) ??
    new common.Block()
  return { genesis: await read(0), block: await read(1) }
}

const signaturesOf = (block: common.Block) =>
  common.Metadata.deserializeBinary(metadataOf(block, 'SIGNATURES')).getSignaturesList()

/** The same block with other orderers' signatures. */
const signedWith = (block: common.Block, signatures: readonly common.MetadataSignature[]): common.Block => {
  const copy = block.clone()
  const metadata = common.Metadata.deserializeBinary(metadataOf(block, 'SIGNATURES'))
  metadata.setSignaturesList([...signatures])
  const list = copy.getMetadata()?.getMetadataList_asU8() ?? []
  list[common.BlockMetadataIndex.SIGNATURES] = metadata.serializeBinary()
  copy.getMetadata()?.setMetadataList(list)
  return copy
}

for (const { ordering, quorum } of [
  { ordering: 'bft', quorum: 4 },
  { ordering: 'raft', quorum: 1 },
] as const)
  test(`CHAIN-49: blocks of real Fabric, ordered by ${ordering}: ${quorum} orderers must have signed`, async (t) => {
    checkProtocolBuffers()
    const { genesis, block } = await firstBlocks(ordering)
    const { after } = checkBlock(genesis, nothing, rules)
    const judge = (signatures: readonly common.MetadataSignature[]) => {
      try {
        checkBlock(signedWith(block, signatures), after, rules)
        return 'accepted'
      } catch (error) {
        return error instanceof BadBlock ? error.fault : String(error)
      }
    }
    const all = signaturesOf(block)
    t.ok(all.length >= quorum)
    t.equal(judge(all), 'accepted', `${all.length} signatures`)
    t.equal(judge(all.slice(0, quorum)), 'accepted', 'a quorum is enough')
    t.equal(judge(all.slice(0, quorum - 1)), 'orderer-signature', 'one fewer is not')
    const [first] = all
    const repeated = Array.from({ length: 6 }, () => first ?? new common.MetadataSignature())
    t.equal(judge(repeated), quorum === 1 ? 'accepted' : 'orderer-signature', 'one orderer six times is one')
    const damaged = all.map((signature) => {
      const copy = signature.clone()
      copy.setSignature(signature.getSignature_asU8().map((byte, i) => (i === 20 ? byte ^ 1 : byte)))
      return copy
    })
    t.equal(judge(damaged), 'orderer-signature', 'signatures of something else')
    const other = await firstBlocks(ordering === 'bft' ? 'raft' : 'bft')
    t.equal(judge(signaturesOf(other.block)), 'orderer-signature', "another network's orderers")
  })
