import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { StatementDimension } from '@huren/explorer-model'
import type { Instant, InstitutionId, KeyId, KeyUse, StatementId } from '@huren/records'
import { type BatchOperation, Level } from 'level'
import type { Certificate } from '../blocks/certificates.ts'
import type { ChannelConfiguration } from '../blocks/channel.ts'
import type { LifecycleStep } from '../blocks/lifecycle.ts'
import type { Facts } from '../facts/dimensions.ts'

/** One statement of one transaction, and what became of it. */
export interface EntryRow {
  /** null when the argument was no statement. */
  readonly id: StatementId | null
  readonly transaction: string
  readonly at: string
  readonly facts: Facts<StatementDimension>
}
export interface TransactionRow {
  readonly id: string
  readonly block: number
  readonly index: number
  readonly validation: string
  readonly at: string
  readonly client: string
  readonly function: string
  readonly statements: number
  readonly committed: number
}
export interface BlockRow {
  readonly number: number
  readonly previousHash: string
  readonly dataHash: string
  /** Of its first transaction; a block has no time of its own. */
  readonly at: string
  readonly transactions: number
  readonly invalid: number
  readonly statements: number
}
/** The newest version of an institution. */
export interface InstitutionRow {
  readonly institution: InstitutionId
  readonly version: number
  readonly kind: string
  readonly level: string
  readonly city: string
  readonly status: string
  readonly effectiveFrom: Instant
  readonly statement: StatementId
}
/** A registered signing key of an institution; patients' keys are nobody's business here. */
export interface KeyRow {
  readonly key: KeyId
  readonly institution: InstitutionId
  readonly algorithm: string
  readonly uses: readonly KeyUse[]
  readonly notBefore: Instant
  readonly notAfter: Instant
  readonly statement: StatementId
}
/** An X.509 certificate, and the newest block in which it stands. */
export interface CertificateRow extends Certificate {
  readonly seen: number
}
interface Decided {
  readonly block: number
  readonly at: string
  /** Who sent the transaction. */
  readonly client: string
}
/** What the organisations decided, as the blocks keep it: about the channel, or about contracts. */
export type DecisionRow = Decided &
  (({ readonly kind: 'channel' } & ChannelConfiguration) | ({ readonly kind: 'contracts' } & LifecycleStep))

const json = { valueEncoding: 'json' } as const

const bucketsOf = (db: Level) => ({
  /** 'next' -> number of the block to read next; 'format' -> how these rows were made */
  checkpoint: db.sublevel<string, number>('checkpoint', json),
  /** block number, ten digits -> BlockRow */
  blocks: db.sublevel<string, BlockRow>('blocks', json),
  /** block-index -> TransactionRow */
  transactions: db.sublevel<string, TransactionRow>('transactions', json),
  /** transaction id -> block-index */
  transactionIds: db.sublevel<string, string>('transactionIds', {}),
  /** block-index-place -> EntryRow */
  entries: db.sublevel<string, EntryRow>('entries', json),
  /** block-index-place -> the argument's text, exactly as the ledger has it */
  texts: db.sublevel<string, string>('texts', {}),
  /** statement id '/' 0 when committed, else 1 '/' block-index-place -> '' */
  statements: db.sublevel<string, string>('statements', {}),
  /** record or key id '/' block-index-place -> '': the time line of a report, a consent, a referral, a key */
  records: db.sublevel<string, string>('records', {}),
  /** institution id -> InstitutionRow */
  institutions: db.sublevel<string, InstitutionRow>('institutions', json),
  /** key id -> KeyRow */
  keys: db.sublevel<string, KeyRow>('keys', json),
  /** key id -> the time from which it is revoked */
  revocations: db.sublevel<string, Instant>('revocations', json),
  /** MSP id '/' fingerprint '/' use -> CertificateRow: one certificate may be there for two uses */
  certificates: db.sublevel<string, CertificateRow>('certificates', json),
  /** block-index -> DecisionRow */
  decisions: db.sublevel<string, DecisionRow>('decisions', json),
})
export type Buckets = ReturnType<typeof bucketsOf>

/** Opens the index's store. Level locks it: a second process is refused. */
export const openStore = async (dataDir: string) => {
  const folder = join(dataDir, 'index')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const db = new Level(folder)
  await db.open()
  return { db, buckets: bucketsOf(db) }
}
export type Database = Awaited<ReturnType<typeof openStore>>['db']
export type Write = BatchOperation<Database, string, unknown>

/** A `put` of an atomic batch; the bucket's own type checks the value. */
export const put = <K extends keyof Buckets>(
  bucket: Buckets[K],
  key: string,
  value: Buckets[K] extends { put(key: string, value: infer V): Promise<void> } ? V : never,
) => ({ type: 'put', sublevel: bucket, key, value }) as const

const digits = (number: number, width: number) => String(number).padStart(width, '0')
export const blockKey = (block: number) => digits(block, 10)
export const transactionKey = (block: number, index: number) => `${blockKey(block)}-${digits(index, 5)}`
export const entryKey = (block: number, index: number, place: number) =>
  `${transactionKey(block, index)}-${digits(place, 5)}`
