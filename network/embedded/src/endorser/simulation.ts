import { ledger } from '@hyperledger/fabric-protos'
import { encodeReadWriteSet } from '../protoutil/read-write-set.ts'
import type { KeyRange, State } from '../store/state.ts'
import type { Version } from '../store/state-entry.ts'
import { RangeScan } from './range-scan.ts'
import { inKeyOrder, kvRead } from './rwset-parts.ts'

const { kvrwset } = ledger.rwset

/**
 * One run of a transaction function against a snapshot of the state: what it reads is noted with its version, what it
 * writes is kept aside (reads do not see it, as on a peer).
 */
export class Simulation {
  readonly #state: State
  readonly #reads = new Map<string, Version | undefined>()
  readonly #writes = new Map<string, Uint8Array>()
  readonly #scans: RangeScan[] = []
  #paginated = false

  constructor(state: State) {
    this.#state = state
  }

  get(key: string): Uint8Array | undefined {
    const entry = this.#state.get(key)
    if (!this.#reads.has(key)) this.#reads.set(key, entry?.version)
    return entry?.value
  }

  /** An empty value deletes the key, as in Fabric. */
  put(key: string, value: Uint8Array): void {
    if (key === '') throw new Error('the key must not be empty')
    if (this.#paginated) throw new Error('a transaction that made a paginated query may not write')
    this.#writes.set(key, value)
  }

  delete(key: string): void {
    this.put(key, new Uint8Array())
  }

  scan(range: KeyRange, pageSize?: number): RangeScan {
    if (pageSize !== undefined) {
      if (this.#writes.size > 0)
        throw new Error('a transaction that has written may not make a paginated query')
      this.#paginated = true
    }
    const scan = new RangeScan(this.#state, range, pageSize)
    this.#scans.push(scan)
    return scan
  }

  /** TxReadWriteSet of the run: keys in their order, ranges as they were asked. */
  results(namespace: string): Uint8Array {
    if (this.#reads.size + this.#writes.size + this.#scans.length === 0) return new Uint8Array()
    const readWriteSet = new kvrwset.KVRWSet()
    readWriteSet.setReadsList(inKeyOrder(this.#reads).map(([key, version]) => kvRead(key, version)))
    readWriteSet.setRangeQueriesInfoList(this.#scans.map((scan) => scan.info()))
    readWriteSet.setWritesList(inKeyOrder(this.#writes).map(kvWrite))
    return encodeReadWriteSet(namespace, readWriteSet)
  }
}

const kvWrite = ([key, value]: readonly [string, Uint8Array]) => {
  const write = new kvrwset.KVWrite()
  write.setKey(key)
  write.setIsDelete(value.length === 0)
  write.setValue(value)
  return write
}
