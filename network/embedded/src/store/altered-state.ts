import { common, peer } from '@hyperledger/fabric-protos'
import { envelopesOf, headerOf, metadataOf } from '../protoutil/block.ts'
import { hex, sha256 } from '../protoutil/digest.ts'
import { chaincodeActionOf, parseReadWriteSets } from '../protoutil/read-write-set.ts'
import type { Buckets, Tip } from './buckets.ts'
import { decodeEntry, encodeEntry } from './state-entry.ts'

interface Expected {
  block: number
  digest: string
}

/** Only asked once the state is known to be wrong: which block's writes are not there as it left them? */
export const firstBlockOfAlteredState = async (buckets: Buckets, tip: Tip): Promise<number> => {
  const expected = await expectedState(buckets)
  let first = tip.height
  for await (const [key, bytes] of buckets.state.iterator()) {
    const entry = expected.get(key)
    expected.delete(key)
    if (entry?.digest !== hex(sha256(bytes)))
      first = Math.min(first, entry?.block ?? decodeEntry(bytes).version.block)
  }
  for (const { block } of expected.values()) first = Math.min(first, block)
  return first
}

const expectedState = async (buckets: Buckets): Promise<Map<string, Expected>> => {
  const expected = new Map<string, Expected>()
  for await (const bytes of buckets.blocks.values()) {
    const block = common.Block.deserializeBinary(bytes)
    const flags = metadataOf(block, 'TRANSACTIONS_FILTER')
    const number = headerOf(block).getNumber()
    envelopesOf(block).forEach((envelope, position) => {
      if (number > 0 && flags[position] === peer.TxValidationCode.VALID)
        applyWrites(expected, envelope, { block: number, position })
    })
  }
  return expected
}

const applyWrites = (
  expected: Map<string, Expected>,
  envelope: Uint8Array,
  version: { block: number; position: number },
) => {
  const action = chaincodeActionOf(common.Envelope.deserializeBinary(envelope))
  for (const { readWriteSet } of parseReadWriteSets(action.getResults_asU8()))
    for (const write of readWriteSet.getWritesList()) {
      if (write.getIsDelete()) expected.delete(write.getKey())
      else
        expected.set(write.getKey(), {
          block: version.block,
          digest: hex(sha256(encodeEntry({ version, value: write.getValue_asU8() }))),
        })
    }
}
