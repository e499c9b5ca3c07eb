import { Level } from 'level'
import { type Buckets, openBuckets, type Store } from '../store/buckets.ts'

/** Changes a closed ledger's store behind its back. */
export const tamper = async (dataDir: string, change: (buckets: Buckets) => Promise<void>): Promise<void> => {
  const store: Store = new Level(dataDir, { valueEncoding: 'buffer' })
  await store.open()
  await change(await openBuckets(store))
  await store.close()
}

/** The value with one bit of one byte changed. */
export const flip = (bytes: Uint8Array | undefined, position: number): Buffer => {
  const copy = Buffer.from(bytes ?? [])
  copy[position] = (copy[position] ?? 0) ^ 1
  return copy
}
