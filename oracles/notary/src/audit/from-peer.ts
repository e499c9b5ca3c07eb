import { mkdir, readdir } from 'node:fs/promises'
import type { NotarySettings } from '../config.ts'
import { connectLedger } from '../follow/connection.ts'
import { heightOf } from '../follow/height.ts'
import { exportBlocks, nameOf } from './export.ts'

/** The first block that the folder lacks. */
const firstMissing = async (folder: string): Promise<number> => {
  await mkdir(folder, { recursive: true })
  const present = new Set(await readdir(folder))
  let number = 0
  while (present.has(nameOf(number))) number += 1
  return number
}

/**
 * Copies a peer's blocks into a folder, from the first that is not there yet.
 * @throws Error when the peer cannot be reached or does not let this identity read
 */
export const copyBlocks = async (ledger: NotarySettings['ledger'], folder: string): Promise<void> => {
  const connection = await connectLedger(ledger)
  try {
    const network = connection.network()
    const [start, height] = [await firstMissing(folder), await heightOf(network, ledger.channel)]
    if (start < height) await exportBlocks(network, folder, start, height - 1)
  } finally {
    connection.close()
  }
}
