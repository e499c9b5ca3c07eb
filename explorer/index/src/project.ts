import type { StatementDimension } from '@huren/explorer-model'
import { institution, isStatementOf, keyRevocation, type ParsedStatement, signingKey } from '@huren/records'
import type { Certificate } from './blocks/certificates.ts'
import type { Block, BlockTransaction } from './blocks/read-block.ts'
import { answerOf, type Facts, statementFacts, statementIn } from './facts/dimensions.ts'
import {
  type BlockRow,
  type Buckets,
  blockKey,
  type DecisionRow,
  entryKey,
  put,
  type TransactionRow,
  transactionKey,
  type Write,
} from './store/buckets.ts'

export interface ProjectedEntry {
  readonly key: string
  readonly facts: Facts<StatementDimension>
}
/** A block as rows of the index; a function of the block alone. */
export interface Projected {
  readonly writes: readonly Write[]
  readonly block: BlockRow
  readonly transactions: readonly TransactionRow[]
  readonly entries: readonly ProjectedEntry[]
}

/** Fields that hold ids of records and keys: whoever asks for a record gets everything that names it. */
const recordFields = [
  'report',
  'reports',
  'consent',
  'emergency',
  'referral',
  'access',
  'decision',
  'log',
  'record',
  // keys: their registration and end, and the grants that they signed or that name them
  'key',
  'replaces',
  'grantor',
  'relative',
]
const recordsOf = (payload: Readonly<Record<string, unknown>>): string[] =>
  recordFields
    .flatMap((name) => payload[name] ?? [])
    .filter((value): value is string => typeof value === 'string')

/** What a committed statement changes in the registry's tables. */
const registryWrites = (buckets: Buckets, statement: ParsedStatement): Write[] => {
  if (isStatementOf(institution, statement)) {
    const { institution: id, version, kind, level = '', city, status, effectiveFrom } = statement.payload
    const row = {
      institution: id,
      version,
      kind,
      level,
      city,
      status,
      effectiveFrom,
      statement: statement.id,
    }
    return [put<'institutions'>(buckets.institutions, id, row)]
  }
  if (isStatementOf(signingKey, statement)) {
    const { key, institution: id, algorithm, uses, notBefore, notAfter } = statement.payload
    const row = { key, institution: id, algorithm, uses, notBefore, notAfter, statement: statement.id }
    return [put<'keys'>(buckets.keys, key, row)]
  }
  if (isStatementOf(keyRevocation, statement))
    return [put<'revocations'>(buckets.revocations, statement.payload.key, statement.payload.revokedFrom)]
  return []
}

const projectEntry = (buckets: Buckets, block: number, transaction: BlockTransaction, place: number) => {
  const text = transaction.texts[place] ?? ''
  const statement = statementIn(text)
  const answer = answerOf(transaction.validation, transaction.answers[place])
  const facts = statementFacts(statement, answer, transaction.at)
  const key = entryKey(block, transaction.index, place)
  const isCommitted = facts.result === 'committed'
  const row = { id: statement?.id ?? null, transaction: transaction.id, at: transaction.at, facts }
  const writes: Write[] = [put<'entries'>(buckets.entries, key, row), put<'texts'>(buckets.texts, key, text)]
  if (statement) {
    writes.push(put<'statements'>(buckets.statements, `${statement.id}/${isCommitted ? 0 : 1}/${key}`, ''))
    if (isCommitted) {
      for (const record of recordsOf(statement.payload))
        writes.push(put<'records'>(buckets.records, `${record}/${key}`, ''))
      writes.push(...registryWrites(buckets, statement))
    }
  }
  return { key, facts, writes, isCommitted }
}

/** What the organisations decided in a transaction: its channel configuration, or its step with contracts. */
const decisionWrites = (buckets: Buckets, block: number, transaction: BlockTransaction): Write[] => {
  const { index, at, client, channel, lifecycle } = transaction
  const key = transactionKey(block, index)
  const decided = { block, at, client }
  const rows: DecisionRow[] = []
  if (channel) rows.push({ kind: 'channel', ...decided, ...channel })
  if (lifecycle) rows.push({ kind: 'contracts', ...decided, ...lifecycle })
  return rows.map((row) => put<'decisions'>(buckets.decisions, key, row))
}

/** Certificates that stand in a block, each once. */
const certificateWrites = (buckets: Buckets, { number, certificates = [], transactions }: Block): Write[] => {
  const all = new Map<string, Certificate>()
  for (const each of [...certificates, ...transactions.flatMap(({ certificates = [] }) => certificates)])
    all.set(`${each.mspId}/${each.fingerprint}/${each.use}`, each)
  return [...all].map(([key, each]) =>
    put<'certificates'>(buckets.certificates, key, { ...each, seen: number }),
  )
}

const projectTransaction = (buckets: Buckets, block: number, transaction: BlockTransaction) => {
  const entries = transaction.texts.map((_, place) => projectEntry(buckets, block, transaction, place))
  const { id, index, validation, at, client } = transaction
  const row: TransactionRow = {
    id,
    block,
    index,
    validation,
    at,
    client,
    function: transaction.function,
    statements: entries.length,
    committed: entries.filter(({ isCommitted }) => isCommitted).length,
  }
  const key = transactionKey(block, index)
  const writes: Write[] = [put<'transactions'>(buckets.transactions, key, row)]
  // a replayed transaction is invalid and must not hide the one that it repeats
  if (id && validation !== 'DUPLICATE_TXID')
    writes.push(put<'transactionIds'>(buckets.transactionIds, id, key))
  writes.push(...decisionWrites(buckets, block, transaction))
  return { row, entries, writes: [...writes, ...entries.flatMap((entry) => entry.writes)] }
}

/** All rows of a block, with the checkpoint, for one atomic batch. */
export const projectBlock = (buckets: Buckets, block: Block): Projected => {
  const transactions = block.transactions.map((each) => projectTransaction(buckets, block.number, each))
  const entries = transactions.flatMap((each) => each.entries)
  const row: BlockRow = {
    number: block.number,
    previousHash: block.previousHash,
    dataHash: block.dataHash,
    at: block.transactions[0]?.at ?? new Date(0).toISOString(),
    transactions: transactions.length,
    invalid: block.transactions.filter(({ validation }) => validation !== 'VALID').length,
    statements: entries.length,
  }
  return {
    block: row,
    transactions: transactions.map((each) => each.row),
    entries: entries.map(({ key, facts }) => ({ key, facts })),
    writes: [
      ...transactions.flatMap((each) => each.writes),
      ...certificateWrites(buckets, block),
      put<'blocks'>(buckets.blocks, blockKey(block.number), row),
      put<'checkpoint'>(buckets.checkpoint, 'next', block.number + 1),
    ],
  }
}
