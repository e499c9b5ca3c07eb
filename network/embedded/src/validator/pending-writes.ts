import { inKeyOrder } from '../endorser/rwset-parts.ts'
import type { ReadWriteSet } from '../protoutil/read-write-set.ts'
import type { Write } from '../store/ledger-store.ts'
import type { KeyRange, State } from '../store/state.ts'
import type { Version } from '../store/state-entry.ts'

/** Writes of the valid transactions of a block that is not committed yet, over the state before it. */
export class PendingWrites {
  readonly #state: State
  readonly writes = new Map<string, Write>()

  constructor(state: State) {
    this.#state = state
  }

  apply(readWriteSet: ReadWriteSet, version: Version): void {
    for (const write of readWriteSet.getWritesList())
      this.writes.set(
        write.getKey(),
        write.getIsDelete() ? { version } : { version, value: write.getValue_asU8() },
      )
  }

  isWritten(key: string): boolean {
    return this.writes.has(key)
  }

  committedVersion(key: string): Version | undefined {
    return this.#state.get(key)?.version
  }

  /** Keys of a range with their versions as they will be after the writes, in key order. */
  async range(range: KeyRange): Promise<[string, Version][]> {
    const entries = new Map<string, Version>()
    for await (const [key, { version }] of this.#state.range(range)) entries.set(key, version)
    const bounds = boundsOf(range)
    for (const [key, { version, value }] of this.writes) {
      if (!bounds(key)) continue
      if (value === undefined) entries.delete(key)
      else entries.set(key, version)
    }
    return inKeyOrder(entries)
  }
}

const boundsOf = ({ start, end, includeEnd }: KeyRange) => {
  const [lower, upper] = [Buffer.from(start), Buffer.from(end)]
  return (key: string) => {
    const bytes = Buffer.from(key)
    const below = Buffer.compare(bytes, upper)
    return (
      Buffer.compare(lower, bytes) <= 0 && (end === '' || below < 0 || (includeEnd === true && below === 0))
    )
  }
}
