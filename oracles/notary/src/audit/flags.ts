import { peer } from '@hyperledger/fabric-protos'
import { absent, type TransactionSummary, versionOf } from './summary.ts'
import { VersionTable } from './version-table.ts'

const { VALID, MVCC_READ_CONFLICT } = peer.TxValidationCode

/**
 * Replays which transaction last wrote each key, so that a flag can be judged: a valid transaction has read nothing
 * older, and a conflict has. Range queries are not replayed.
 */
export class Versions {
  readonly #written = new VersionTable()

  /** Judges a flag and, when it says valid, applies the writes. @returns what is wrong with the flag, if anything */
  apply({ flag, invocation }: TransactionSummary, block: number, transaction: number): string | undefined {
    if (!invocation) return undefined
    const { audited, reads, writes } = invocation
    if (!reads)
      return audited && flag === VALID ? 'marked valid, but its read-write set cannot be read' : undefined
    /** Everything that the transaction read is what the state had at its turn. */
    const fresh = reads.versions.every((seen, i) => this.#written.get(reads.keys, i) === seen)
    if (flag === VALID)
      for (const [i, isDelete] of writes.deletes.entries())
        this.#written.set(writes.keys, i, isDelete ? absent : versionOf(block, transaction))
    if (!audited) return undefined
    if (flag === VALID)
      return fresh ? undefined : 'marked valid, but it read a state that was already replaced'
    return flag === MVCC_READ_CONFLICT && fresh
      ? 'marked as a conflict, but everything it read was current'
      : undefined
  }
}
