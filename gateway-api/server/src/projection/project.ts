import type { StatementId } from '@huren/records'
import type { CommittedBlock, CommittedTransaction } from '../ledger/block.ts'
import { type Buckets, blockKey, positionOf, put, type StatementRow, type Write } from '../store/buckets.ts'
import { parseOnce } from '../submissions/parsed.ts'
import { foundedIn, founds, type PartiesOf, partiesOf } from './parties.ts'

interface Projected {
  readonly writes: Write[]
  readonly statements: StatementRow[]
}

const committedIn = (transaction: CommittedTransaction) =>
  transaction.results.flatMap((result, place) => {
    const text = transaction.texts[place]
    return result.outcome === 'committed' && text !== undefined ? [{ place, text }] : []
  })

/** The row and all index entries of one committed statement. */
const projectStatement = async (
  buckets: Buckets,
  block: number,
  transaction: CommittedTransaction,
  { place, text }: { place: number; text: string },
  partiesOfRecord: PartiesOf,
) => {
  const { id, type, payload } = parseOnce(text)
  const position = positionOf(block, transaction.index, place)
  const parties = await partiesOf(type.name, payload, partiesOfRecord)
  const row: StatementRow = {
    id,
    type: type.name,
    text,
    transaction: transaction.id,
    block,
    position,
    committedAt: transaction.timestamp,
    parties,
  }
  const entries = type.indexed.flatMap((name) => {
    const value: unknown = payload[name]
    return value === undefined ? [] : [`${type.name}/${name}/${value}/${position}`]
  })
  const writes: Write[] = [
    put<'statements'>(buckets.statements, id, row),
    put<'positions'>(buckets.positions, position, id),
    put<'byType'>(buckets.byType, `${type.name}/${position}`, id),
    ...entries.map((key) => put<'byField'>(buckets.byField, key, id)),
    ...parties.map((party) => put<'byParty'>(buckets.byParty, `${party}/${type.name}/${position}`, id)),
  ]
  return { row, payload, writes }
}

/**
 * Turns a block into index entries, all of them in one atomic batch together with the checkpoint.
 * @param stored the parties of a record that an earlier block founded
 */
export const projectBlock = async (
  buckets: Buckets,
  block: CommittedBlock,
  stored: PartiesOf,
): Promise<Projected> => {
  const founded = new Map<string, readonly string[]>()
  const partiesOfRecord: PartiesOf = async (type, record) =>
    founded.get(`${type}/${record}`) ?? (await stored(type, record))
  const writes: Write[] = []
  const statements: StatementRow[] = []
  for (const transaction of block.transactions) {
    const ids: StatementId[] = []
    for (const committed of committedIn(transaction)) {
      const projected = await projectStatement(buckets, block.number, transaction, committed, partiesOfRecord)
      const { row, payload } = projected
      if (founds(row.type)) founded.set(`${row.type}/${payload[foundedIn[row.type]]}`, row.parties)
      writes.push(...projected.writes)
      statements.push(projected.row)
      ids.push(projected.row.id)
    }
    const { id, index, validation, timestamp, creator } = transaction
    writes.push(
      put<'transactions'>(buckets.transactions, id, {
        id,
        block: block.number,
        index,
        validation,
        timestamp,
        creator,
        statements: ids,
      }),
    )
  }
  writes.push(
    put<'blocks'>(buckets.blocks, blockKey(block.number), {
      number: block.number,
      previousHash: block.previousHash,
      dataHash: block.dataHash,
      transactions: block.transactions.map(({ id }) => id),
    }),
    put<'checkpoint'>(buckets.checkpoint, 'next', block.number + 1),
  )
  return { writes, statements }
}
