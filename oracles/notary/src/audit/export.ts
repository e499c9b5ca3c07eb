import { mkdir } from 'node:fs/promises'
import type { Network } from '@hyperledger/fabric-gateway'
import { headerOf } from '../blocks/header.ts'
import { writeDurably } from '../log/durable-file.ts'

export const nameOf = (number: number) => `${String(number).padStart(10, '0')}.block`

/**
 * Writes a peer's blocks into a folder, one file each, as `peer channel fetch` would.
 * @param end number of the last block to write
 */
export const exportBlocks = async (
  network: Network,
  folder: string,
  start: number,
  end: number,
): Promise<void> => {
  await mkdir(folder, { recursive: true })
  const blocks = await network.getBlockEvents({ startBlock: BigInt(start) })
  try {
    for await (const block of blocks) {
      const number = headerOf(block).getNumber()
      await writeDurably(folder, new Map([[nameOf(number), block.serializeBinary()]]))
      if (number >= end) return
    }
  } finally {
    blocks.close()
  }
}
