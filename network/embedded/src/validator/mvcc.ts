import { type ledger, peer } from '@hyperledger/fabric-protos'
import { versionOf } from '../endorser/rwset-parts.ts'
import type { ReadWriteSet } from '../protoutil/read-write-set.ts'
import { sameVersion } from '../store/state-entry.ts'
import type { PendingWrites } from './pending-writes.ts'
import type { ValidationCode } from './transaction.ts'

type RangeQueryInfo = ledger.rwset.kvrwset.RangeQueryInfo
type KVRead = ledger.rwset.kvrwset.KVRead

/**
 * Multi-version concurrency control: is everything that the transaction read still so, after the valid transactions
 * before it? (Fabric's core/ledger/kvledger/txmgmt/validation)
 */
export const checkReads = async (
  readWriteSet: ReadWriteSet,
  pending: PendingWrites,
): Promise<ValidationCode> => {
  if (!readWriteSet.getReadsList().every((read) => isCurrent(read, pending)))
    return peer.TxValidationCode.MVCC_READ_CONFLICT
  for (const query of readWriteSet.getRangeQueriesInfoList())
    if (!(await isSameRange(query, pending))) return peer.TxValidationCode.PHANTOM_READ_CONFLICT
  return peer.TxValidationCode.VALID
}

const isCurrent = (read: KVRead, pending: PendingWrites): boolean =>
  !pending.isWritten(read.getKey()) &&
  sameVersion(pending.committedVersion(read.getKey()), versionOf(read.getVersion()))

const isSameRange = async (query: RangeQueryInfo, pending: PendingWrites): Promise<boolean> => {
  const seen = query.getRawReads()?.getKvReadsList() ?? []
  const now = await pending.range({
    start: query.getStartKey(),
    end: query.getEndKey(),
    includeEnd: !query.getItrExhausted(),
  })
  return (
    now.length === seen.length &&
    seen.every((read, index) => {
      const [key, version] = now[index] ?? []
      return key === read.getKey() && sameVersion(version, versionOf(read.getVersion()))
    })
  )
}
