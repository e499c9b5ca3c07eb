import { reasonOf } from '../store/integrity.ts'
import type { LedgerStore } from '../store/ledger-store.ts'
import { type StateEntry, sameVersion } from '../store/state-entry.ts'
import type { LedgerVerification } from './verify-ledger.ts'

const everything = { start: '', end: '' }

/** Compares the stored state with the state that the blocks give; names the first block whose writes are not there. */
export const firstStateDifference = async (
  store: LedgerStore,
  replay: LedgerStore,
): Promise<Pick<LedgerVerification, 'keys' | 'firstBad'>> => {
  const found = { keys: 0, block: Number.POSITIVE_INFINITY, key: '' }
  const differs = (key: string, entry: StateEntry) => {
    if (entry.version.block < found.block) Object.assign(found, { block: entry.version.block, key })
  }
  for await (const [key, entry] of replay.state.range(everything)) {
    found.keys++
    if (!isSame(read(store, key), entry)) differs(key, entry)
  }
  try {
    for await (const [key, entry] of store.state.range(everything))
      if (!replay.state.get(key)) differs(key, entry)
  } catch (error) {
    if (found.key === '') return unreadable(found.keys, store, error)
  }
  if (found.key !== '')
    return {
      keys: found.keys,
      firstBad: { block: Math.min(found.block, store.height), reason: stateReason(found.key) },
    }
  return { keys: found.keys, ...tipDifference(store, replay) }
}

const unreadable = (keys: number, { height }: LedgerStore, error: unknown) => ({
  keys,
  firstBad: { block: height - 1, reason: `the state cannot be read: ${reasonOf(error)}` },
})

const stateReason = (key: string) => `the state does not hold what it wrote under ${JSON.stringify(key)}`

const read = (store: LedgerStore, key: string): StateEntry | undefined => {
  try {
    return store.state.get(key)
  } catch {
    return undefined
  }
}

const isSame = (a: StateEntry | undefined, b: StateEntry) =>
  a !== undefined && sameVersion(a.version, b.version) && Buffer.compare(a.value, b.value) === 0

/** The summary of the chain's end is derived from the blocks, too. */
const tipDifference = (store: LedgerStore, replay: LedgerStore): Pick<LedgerVerification, 'firstBad'> =>
  JSON.stringify(store.tip) === JSON.stringify(replay.tip)
    ? {}
    : {
        firstBad: { block: store.height - 1, reason: 'the record of the end of the chain does not match it' },
      }
