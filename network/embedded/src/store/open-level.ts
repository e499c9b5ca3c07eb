import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Level } from 'level'
import type { Store } from './buckets.ts'
import { reasonOf } from './integrity.ts'

/** The chaincode's thread reads the same store. */
const options = {
  valueEncoding: 'buffer',
  cacheSize: 64 << 20,
  writeBufferSize: 16 << 20,
  multithreading: true,
} as const

/** What this thread has open: Level keeps other processes out, but not, when threads share a store, its own. */
const held = new Set<string>()

/** @throws Error that says why, if the store is in use, not whole, or not there and not to be made */
export const openLevel = async (dir: string, create: boolean): Promise<Store> => {
  const path = resolve(dir)
  if (held.has(path)) throw inUse(dir)
  await requireWhole(dir)
  const store: Store = new Level(dir, { ...options, createIfMissing: create })
  held.add(path)
  store.once('closed', () => held.delete(path))
  await store.open().catch((error: unknown) => {
    held.delete(path)
    throw openingError(dir, error)
  })
  return store
}

const inUse = (dir: string) =>
  new Error(
    `账本正由另一个进程使用 / the ledger in ${dir} is in use by another process: one process at a time`,
  )

/** Level would begin an empty store where the file that names its parts is lost. */
const requireWhole = async (dir: string): Promise<void> => {
  const files = existsSync(dir) ? await readdir(dir) : []
  if (files.some((file) => /\.(ldb|log)$/.test(file)) && !files.includes('CURRENT'))
    throw new Error(`账本不完整 / the ledger in ${dir} is not whole: its file CURRENT is missing`)
}

const openingError = (dir: string, error: unknown): Error => {
  const cause = error instanceof Error ? error.cause : undefined
  if (cause instanceof Error && 'code' in cause && cause.code === 'LEVEL_LOCKED') return inUse(dir)
  return new Error(`账本打不开 / the ledger in ${dir} cannot be opened: ${reasonOf(cause ?? error)}`, {
    cause: error,
  })
}
