import { setImmediate as nextTurn } from 'node:timers/promises'
import { peer } from '@hyperledger/fabric-protos'
import type { TransactionEntry } from '../store/buckets.ts'
import type { Write } from '../store/ledger-store.ts'
import type { State } from '../store/state.ts'
import { checkReads } from './mvcc.ts'
import { PendingWrites } from './pending-writes.ts'
import {
  type ChannelRules,
  type CheckedTransaction,
  checkTransaction,
  type ValidationCode,
} from './transaction.ts'

export interface ValidatedBlock {
  /** One code per transaction, in order: the block's TRANSACTIONS_FILTER. */
  flags: Uint8Array
  transactions: Map<string, TransactionEntry>
  writes: Map<string, Write>
}

export interface LedgerBefore {
  state: State
  isCommitted(transactionId: string): boolean
}

/** Judges the transactions of block `number` one after another, each after the valid ones before it. */
export const validateBlock = async (
  number: number,
  envelopes: readonly Uint8Array[],
  rules: ChannelRules,
  before: LedgerBefore,
): Promise<ValidatedBlock> => {
  const pending = new PendingWrites(before.state)
  const transactions = new Map<string, TransactionEntry>()
  const flags = new Uint8Array(envelopes.length)
  for (const [position, envelope] of envelopes.entries()) {
    const checked = checkTransaction(envelope, rules)
    const isDuplicate = checked.id !== '' && (transactions.has(checked.id) || before.isCommitted(checked.id))
    const code = isDuplicate ? duplicateCode(checked) : await codeOf(checked, pending)
    if (code === peer.TxValidationCode.VALID && checked.readWriteSet)
      pending.apply(checked.readWriteSet, { block: number, position })
    if (checked.id && !isDuplicate) transactions.set(checked.id, { block: number, position, code })
    flags[position] = code
    await nextTurn() // lets endorsements in between
  }
  return { flags, transactions, writes: pending.writes }
}

const duplicateCode = ({ code }: CheckedTransaction): ValidationCode =>
  code === peer.TxValidationCode.VALID ? peer.TxValidationCode.DUPLICATE_TXID : code

const codeOf = async (
  { code, readWriteSet }: CheckedTransaction,
  pending: PendingWrites,
): Promise<ValidationCode> => (readWriteSet ? checkReads(readWriteSet, pending) : code)
