import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadMemberships } from '../identity/consortium.ts'
import { defaults } from '../settings.ts'
import { HeightMark } from '../store/height-mark.ts'
import type { Progress } from '../store/integrity.ts'
import { LedgerStore } from '../store/ledger-store.ts'
import { firstStateDifference } from './compare-state.ts'
import { replayBlocks } from './replay.ts'

/** What a verification found; without `firstBad` the ledger is whole. */
export interface LedgerVerification {
  /** Blocks that were verified. */
  blocks: number
  transactions: number
  /** Transactions that validation found valid. */
  valid: number
  /** Keys in the state. */
  keys: number
  firstBad?: { block: number; reason: string }
}

/**
 * Verifies a ledger from its blocks alone: recomputes hashes, checks the orderer's, creators' and endorsers'
 * signatures, judges every transaction again (policy and MVCC), rebuilds the state beside the store, and compares.
 * The ledger must not be running.
 * @param onProgress blocks done, blocks in all
 * @throws Error if there is no ledger, it is in use, or cannot be opened
 */
export const verifyLedger = async (
  dataDir: string,
  consortiumDir: string,
  onProgress?: Progress,
): Promise<LedgerVerification> => {
  const memberships = await loadMemberships(consortiumDir)
  const store = await LedgerStore.open(dataDir, {})
  const scratch = await mkdtemp(join(tmpdir(), 'huren-verify-'))
  const replay = await LedgerStore.open(scratch, { create: true, sync: false })
  try {
    const rules = { channel: defaults.channel, chaincodeName: defaults.chaincodeName, memberships }
    const counts = await replayBlocks(store, replay, rules, onProgress)
    if (counts.firstBad) return counts
    const lost = (await HeightMark.read(dataDir)) - store.height
    if (lost > 0)
      return { ...counts, firstBad: { block: store.height, reason: `${lost} blocks are missing` } }
    return { ...counts, ...(await firstStateDifference(store, replay)) }
  } finally {
    await replay.close()
    await store.close()
    await rm(scratch, { recursive: true, force: true })
  }
}
