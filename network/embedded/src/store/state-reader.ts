import { openBuckets } from './buckets.ts'
import { openLevel } from './open-level.ts'
import { State } from './state.ts'

/** The world state of a ledger that another thread of this process keeps. */
export interface StateReader {
  /** The state as it is now, while `use` runs. */
  withSnapshot<T>(use: (state: State) => Promise<T>): Promise<T>
}

/** @throws Error if the ledger is not open in this process */
export const openStateReader = async (dir: string): Promise<StateReader> => {
  const store = await openLevel(dir, false)
  const { state } = await openBuckets(store)
  return {
    withSnapshot: async (use) => {
      const snapshot = store.snapshot()
      try {
        return await use(new State(state, snapshot))
      } finally {
        await snapshot.close()
      }
    },
  }
}
