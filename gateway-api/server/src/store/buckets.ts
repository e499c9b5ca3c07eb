import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type {
  Envelope,
  Family,
  Instant,
  InstitutionId,
  KeyId,
  RefusalReason,
  StatementId,
} from '@huren/records'
import { type BatchOperation, Level } from 'level'
import type { Application } from '../onboarding/application.ts'
import type { DeclineReason } from '../onboarding/decline-reasons.ts'
import { failStop } from './fail-stop.ts'

/** Who brought a statement: an institution or a patient's key. */
export type Submitter = InstitutionId | KeyId

/** A statement that was promised and is not final yet. */
export interface QueuedRow {
  readonly id: StatementId
  readonly family: Family
  /** The envelope's JSON text, exactly what goes to the contract. */
  readonly text: string
  readonly submitter: Submitter
  readonly receivedAt: string
  readonly deadline: string
  /** How often it came back from the dead letters. */
  readonly replays: number
}

export interface RefusedRow extends RefusalReason {
  readonly submitter: Submitter
  readonly at: string
}

/** What could not be delivered: by its deadline, or because the ledger answers oddly. Never thrown away. */
export interface DeadRow extends QueuedRow {
  readonly diedAt: string
  readonly cause: { readonly code: 'deadline-passed' | 'delivery-failed'; readonly detail: string }
  /** When it is tried again by itself (自动定时补推). */
  readonly replayAt: string
}

/** A dead letter that its submitter gave up, so that it is not sent any more. */
export interface DiscardedRow {
  readonly submitter: Submitter
  /** Whose hand it was. */
  readonly key: KeyId
  readonly at: string
}

export interface SubmissionRow {
  readonly ids: readonly StatementId[]
  readonly submitter: Submitter
  readonly at: string
}

/** A committed statement, as the blocks tell it. */
export interface StatementRow {
  readonly id: StatementId
  readonly type: string
  readonly text: string
  readonly transaction: string
  readonly block: number
  /** block-transaction-position, see `positionOf`. */
  readonly position: string
  readonly committedAt: string
  /** Institutions and patient keys that it concerns: they may read it. */
  readonly parties: readonly string[]
}

export interface TransactionRow {
  readonly id: string
  readonly block: number
  readonly index: number
  /** Fabric's validation code, `VALID` or why not. */
  readonly validation: string
  readonly timestamp: string
  readonly creator: string
  readonly statements: readonly StatementId[]
}

export interface BlockRow {
  readonly number: number
  readonly previousHash: string
  readonly dataHash: string
  readonly transactions: readonly string[]
}

export interface ApplicationRow {
  readonly id: string
  readonly institution: InstitutionId
  readonly appliedAt: Instant
  readonly application: Application
  /** Fixed by the first approval: who issues the two governance statements, and they with their signatures. */
  readonly issuer?: InstitutionId
  readonly envelopes?: { readonly institution: Envelope; readonly key: Envelope }
  /** Who approved, with which key and when; kept for good. */
  readonly approvals: readonly { institution: InstitutionId; key: KeyId; at: string }[]
  /** Who declined, and why; kept for good. Absent in rows of the first version. */
  readonly declines?: readonly {
    institution: InstitutionId
    key: KeyId
    at: string
    reason: DeclineReason
  }[]
  /** When its number was registered for somebody else before it was decided. */
  readonly numberTaken?: true
}

const json = { valueEncoding: 'json' } as const

const bucketsOf = (db: Level) => ({
  /** sequence -> QueuedRow */
  queue: db.sublevel<string, QueuedRow>('queue', json),
  /** transaction id -> ids of the statements in it, while its fate is not known */
  flights: db.sublevel<string, StatementId[]>('flights', json),
  /** statement id -> RefusedRow, kept for a month */
  refused: db.sublevel<string, RefusedRow>('refused', json),
  /** submitter '/' time '/' statement id -> '': whose refusals those are, in their order */
  refusedOf: db.sublevel<string, string>('refusedOf', {}),
  /** statement id -> DiscardedRow, kept for a month */
  discarded: db.sublevel<string, DiscardedRow>('discarded', json),
  /** statement id -> DeadRow */
  dead: db.sublevel<string, DeadRow>('dead', json),
  /** submission id -> SubmissionRow, kept for a month */
  submissions: db.sublevel<string, SubmissionRow>('submissions', json),
  /** expiry (ms) '/' key id '/' nonce -> '' */
  nonces: db.sublevel<string, string>('nonces', {}),
  /** application id -> ApplicationRow */
  applications: db.sublevel<string, ApplicationRow>('applications', json),

  /** 'next' -> number of the block to read next */
  checkpoint: db.sublevel<string, number>('checkpoint', json),
  /** statement id -> StatementRow */
  statements: db.sublevel<string, StatementRow>('statements', json),
  /** position -> statement id */
  positions: db.sublevel<string, StatementId>('positions', json),
  /** type '/' position -> statement id */
  byType: db.sublevel<string, StatementId>('byType', json),
  /** type '/' field '/' value '/' position -> statement id */
  byField: db.sublevel<string, StatementId>('byField', json),
  /** party '/' type '/' position -> statement id */
  byParty: db.sublevel<string, StatementId>('byParty', json),
  /** transaction id -> TransactionRow */
  transactions: db.sublevel<string, TransactionRow>('transactions', json),
  /** block number, ten digits -> BlockRow */
  blocks: db.sublevel<string, BlockRow>('blocks', json),
})
export type Buckets = ReturnType<typeof bucketsOf>

/** The buckets that are derived from the blocks and can be thrown away at any time. */
export const derived = [
  'checkpoint',
  'statements',
  'positions',
  'byType',
  'byField',
  'byParty',
  'transactions',
  'blocks',
] as const satisfies readonly (keyof Buckets)[]

/** Opens the gateway's one store. Level locks it: a second process is refused. `failed` rejects when the disk fails. */
export const openStore = async (dataDir: string) => {
  const folder = join(dataDir, 'store')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const db = new Level(folder)
  await db.open()
  const failed = failStop(db)
  return { db, buckets: bucketsOf(db), failed }
}
export type Database = Awaited<ReturnType<typeof openStore>>['db']
/** One operation of an atomic batch over any of the buckets. */
export type Write = BatchOperation<Database, string, unknown>

/** `put` and `del` as batch operations; the bucket's own type checks the value. */
export const put = <K extends keyof Buckets>(
  bucket: Buckets[K],
  key: string,
  value: Buckets[K] extends { put(key: string, value: infer V): Promise<void> } ? V : never,
) => ({ type: 'put', sublevel: bucket, key, value }) as const
export const del = (bucket: Buckets[keyof Buckets], key: string) =>
  ({ type: 'del', sublevel: bucket, key }) as const

/** Where a statement lies in the chain; sorts as text, and is the id of its event. */
export const positionOf = (block: number, transaction: number, place: number) =>
  `${String(block).padStart(10, '0')}-${String(transaction).padStart(5, '0')}-${String(place).padStart(5, '0')}`

export const sequenceKey = (sequence: number) => String(sequence).padStart(16, '0')
export const blockKey = (block: number) => String(block).padStart(10, '0')
