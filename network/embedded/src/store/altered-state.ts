import { common, peer } from '@hyperledger/fabric-protos'
import { envelopesOf, headerOf, metadataOf } from '../protoutil/block.ts'
import { chaincodeActionOf, parseReadWriteSets } from '../protoutil/read-write-set.ts'
import type { Buckets, Tip } from './buckets.ts'
import { decodeEntry, encodeEntry, type Version } from './state-entry.ts'

/** Only asked once the state is known to be wrong: which block's writes are not there as it left them? */
export const firstBlockOfAlteredState = async (buckets: Buckets, tip: Tip): Promise<number> => {
  const expected = await expectedState(buckets)
  let first = tip.height
  for (const [key, entry] of expected)
    if (!isStored(buckets, key, entry)) first = Math.min(first, decodeEntry(entry).version.block)
  for (const version of await unexpected(buckets, expected)) first = Math.min(first, version.block)
  return first
}

const isStored = ({ state }: Buckets, key: string, entry: Buffer): boolean => {
  try {
    return state.getSync(key)?.equals(entry) ?? false
  } catch {
    return false
  }
}

/** Versions of entries that no block wrote; where the state cannot be read there are none to name. */
const unexpected = async ({ state }: Buckets, expected: ReadonlyMap<string, Buffer>): Promise<Version[]> => {
  const versions: Version[] = []
  try {
    for await (const [key, bytes] of state.iterator())
      if (!expected.has(key)) versions.push(decodeEntry(bytes).version)
  } catch {
    return versions
  }
  return versions
}

const expectedState = async ({ blocks }: Buckets): Promise<Map<string, Buffer>> => {
  const expected = new Map<string, Buffer>()
  for await (const bytes of blocks.values()) {
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

const applyWrites = (expected: Map<string, Buffer>, envelope: Uint8Array, version: Version) => {
  const action = chaincodeActionOf(common.Envelope.deserializeBinary(envelope))
  for (const { readWriteSet } of parseReadWriteSets(action.getResults_asU8()))
    for (const write of readWriteSet.getWritesList()) {
      if (write.getIsDelete()) expected.delete(write.getKey())
      else expected.set(write.getKey(), encodeEntry({ version, value: write.getValue_asU8() }))
    }
}
