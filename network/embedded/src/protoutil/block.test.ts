import { common } from '@hyperledger/fabric-protos'
import { test } from 'tap'
import { blockHeaderHash } from './block.ts'
import { hex } from './digest.ts'

/** Made with Go's encoding/asn1 over the struct of Fabric's protoutil.BlockHeaderBytes. */
const vectors: readonly [number, string][] = [
  [0, 'a7638675579369212499dddf217494a2658b3502ff6b8304e3b0669c39a560dc'],
  [127, '4709871db69ddc9b371d3429402eb174602080d52ddb5be9b42ac8a871fb6af8'],
  [128, 'c0b2b4e5e8b6cf463d73444447ecf24ead94d28b2f7e1bdcdbec1efbc99984f0'],
  [300, 'f0a23d47986b2f4e65c39479215d5c556805fd3583f76ac1d9905c893a952b9c'],
  [2 ** 31, 'cc4bb531d82796dda11bacc639ea051e984885128bfe19626084c45266d54c72'],
  [2 ** 40, '3a33170f191baf998f784faca05263f253dd805340d4f81c88bf8af332aeb9cf'],
]

test('block headers hash as in Fabric', async (t) => {
  for (const [number, hash] of vectors) {
    const header = new common.BlockHeader()
    header.setNumber(number)
    header.setPreviousHash(new Uint8Array(32).fill(7))
    header.setDataHash(new Uint8Array(32).fill(9))
    t.equal(hex(blockHeaderHash(header)), hash, `block ${number}`)
  }
  const first = new common.BlockHeader()
  first.setDataHash(new Uint8Array(32).fill(9))
  t.equal(hex(blockHeaderHash(first)), '60e0f99f681b3d66adf4d8badaf0bb35727a758a33e25c1598a0908deff538f3')
})
