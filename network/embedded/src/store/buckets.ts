import type { Level } from 'level'

/** Where a transaction stands, and what validation said of it. */
export interface TransactionEntry {
  block: number
  position: number
  /** TxValidationCode */
  code: number
}

/** Where the chain stands after its last block. Hashes in hexadecimal. */
export interface Tip {
  height: number
  hash: string
  commitHash: string
  /** Running digest over the stored bytes of all blocks. */
  seal: string
  /** Order-independent sum over all entries of the state. */
  stateSum: string
}

export type Store = Level<string, Buffer>
export type Snapshot = ReturnType<Store['snapshot']>

/** Every index of the store. Key -> Value. */
const bucketsOf = (store: Store) => ({
  /** block number -> Block */
  blocks: store.sublevel<string, Buffer>('blocks', { valueEncoding: 'buffer' }),
  /** block number -> running digest up to and with that block's stored bytes */
  seals: store.sublevel<string, Buffer>('seals', { valueEncoding: 'buffer' }),
  /** header hash in hexadecimal -> block number */
  hashes: store.sublevel<string, number>('hashes', { valueEncoding: 'json' }),
  /** transaction id -> where it stands */
  transactions: store.sublevel<string, TransactionEntry>('transactions', { valueEncoding: 'json' }),
  /** chaincode key -> version and value (see state-entry.ts) */
  state: store.sublevel<string, Buffer>('state', { valueEncoding: 'buffer' }),
  /** 'tip' -> where the chain stands */
  tip: store.sublevel<string, Tip>('tip', { valueEncoding: 'json' }),
})

export type Buckets = ReturnType<typeof bucketsOf>

export const openBuckets = async (store: Store): Promise<Buckets> => {
  const buckets = bucketsOf(store)
  await Promise.all(Object.values(buckets).map((bucket) => bucket.open()))
  return buckets
}

/** Block numbers as keys sort as numbers. */
export const blockKey = (number: number): string => number.toString(16).padStart(14, '0')
