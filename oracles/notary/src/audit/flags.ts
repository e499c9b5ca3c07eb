import { peer } from '@hyperledger/fabric-protos'
import { type Invocation, readWriteSetsOf } from '../blocks/transactions.ts'

const { VALID, MVCC_READ_CONFLICT } = peer.TxValidationCode

/**
 * Replays which transaction last wrote each key, so that a flag can be judged: a valid transaction has read nothing
 * older, and a conflict has. Range queries are not replayed.
 */
export class Versions {
  readonly #written = new Map<string, string>()

  /** Whether everything that the transaction read is what the state had at its turn. */
  #isFresh(sets: ReturnType<typeof readWriteSetsOf>): boolean {
    return sets.every(({ namespace, set }) =>
      set.getReadsList().every((read) => {
        const version = read.getVersion()
        const seen = version && `${version.getBlockNum()}:${version.getTxNum()}`
        return this.#written.get(`${namespace}\0${read.getKey()}`) === seen
      }),
    )
  }

  /** Judges a flag and, when it says valid, applies the writes. @returns what is wrong with the flag, if anything */
  apply(invocation: Invocation, flag: number, block: number, transaction: number): string | undefined {
    const sets = readWriteSetsOf(invocation)
    const fresh = this.#isFresh(sets)
    if (flag === VALID) {
      for (const { namespace, set } of sets)
        for (const write of set.getWritesList()) {
          const key = `${namespace}\0${write.getKey()}`
          if (write.getIsDelete()) this.#written.delete(key)
          else this.#written.set(key, `${block}:${transaction}`)
        }
      return fresh ? undefined : 'marked valid, but it read a state that was already replaced'
    }
    return flag === MVCC_READ_CONFLICT && fresh
      ? 'marked as a conflict, but everything it read was current'
      : undefined
  }
}
