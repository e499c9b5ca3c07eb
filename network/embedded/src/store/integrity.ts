import { common } from '@hyperledger/fabric-protos'
import { blockDataHash, blockHeaderHash, headerOf } from '../protoutil/block.ts'
import { hex, sha256 } from '../protoutil/digest.ts'
import { firstBlockOfAlteredState } from './altered-state.ts'
import { type Buckets, blockKey, type Tip } from './buckets.ts'
import { DamagedLedger } from './damage.ts'
import { StateSum } from './state-sum.ts'

export type Progress = (done: number, total: number) => void

export const emptySeal = Buffer.alloc(32)

/** Carries the running digest over the stored bytes of the blocks on. */
export const nextSeal = (seal: Uint8Array, blockBytes: Uint8Array): Buffer => sha256(seal, blockBytes)

/**
 * Checks every stored block from `from` on: present, unchanged since it was written, and linked to the one before.
 * @throws DamagedLedger with the first bad block
 */
export const checkBlocks = async (
  buckets: Buckets,
  tip: Tip,
  from: number,
  onProgress?: Progress,
): Promise<void> => {
  const walk = { number: from, seal: sealBefore(buckets, from), hash: hashBefore(buckets, from) }
  try {
    for await (const [key, bytes] of buckets.blocks.iterator({ gte: blockKey(from) })) {
      if (key !== blockKey(walk.number)) break
      walk.seal = nextSeal(walk.seal, bytes)
      walk.hash = checkBlock(walk.number, bytes, walk.hash)
      if (!buckets.seals.getSync(key)?.equals(walk.seal)) throw new Error('its bytes were changed')
      walk.number++
      onProgress?.(walk.number, tip.height)
    }
  } catch (cause) {
    throw new DamagedLedger(walk.number, reasonOf(cause), { cause })
  }
  if (walk.number < tip.height) throw new DamagedLedger(walk.number, 'it is missing')
  if (walk.number > tip.height)
    throw new DamagedLedger(tip.height, 'there is a block beyond the end of the chain')
  if (hex(walk.seal) !== tip.seal || hex(walk.hash) !== tip.hash)
    throw new DamagedLedger(tip.height - 1, 'it is not the block that was written last')
}

const checkBlock = (number: number, bytes: Uint8Array, previousHash: Uint8Array): Buffer => {
  const block = common.Block.deserializeBinary(bytes)
  const header = headerOf(block)
  if (header.getNumber() !== number) throw new Error(`it says that it is block ${header.getNumber()}`)
  if (hex(header.getPreviousHash_asU8()) !== hex(previousHash))
    throw new Error('it does not follow the block before')
  if (hex(header.getDataHash_asU8()) !== hex(blockDataHash(block.getData() ?? new common.BlockData())))
    throw new Error('its data does not have the hash in its header')
  return blockHeaderHash(header)
}

const sealBefore = (buckets: Buckets, from: number): Buffer =>
  from === 0 ? emptySeal : (buckets.seals.getSync(blockKey(from - 1)) ?? emptySeal)

const hashBefore = (buckets: Buckets, from: number): Buffer => {
  if (from === 0) return Buffer.alloc(0)
  const bytes = buckets.blocks.getSync(blockKey(from - 1))
  if (!bytes) throw new DamagedLedger(from - 1, 'it is missing')
  return blockHeaderHash(headerOf(common.Block.deserializeBinary(bytes)))
}

/**
 * Compares the whole state with the sum that the last block left.
 * @throws DamagedLedger with the first block whose writes are not in the state as it left them
 */
export const checkState = async (buckets: Buckets, tip: Tip): Promise<void> => {
  if ((await stateSum(buckets)) === tip.stateSum) return
  throw new DamagedLedger(await firstBlockOfAlteredState(buckets, tip), 'the state is not what it wrote')
}

const stateSum = async ({ state }: Buckets): Promise<string | undefined> => {
  const sum = new StateSum()
  try {
    for await (const [key, entry] of state.iterator()) sum.add(key, entry)
  } catch {
    return undefined
  }
  return sum.toString()
}

export const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause))
