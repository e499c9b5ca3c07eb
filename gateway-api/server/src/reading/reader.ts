import { parseEnvelope, type StatementId } from '@huren/records'
import type { Caller } from '../auth/known-key.ts'
import { mayRead } from '../auth/rights.ts'
import type { Buckets, StatementRow } from '../store/buckets.ts'
import { type StatementView, viewOf } from './statement-view.ts'

export interface ListQuery {
  readonly type?: string
  /** Indexed fields and the values they must have. */
  readonly fields: Readonly<Record<string, string>>
  readonly order: 'oldest' | 'newest'
  readonly limit: number
  readonly cursor?: string
}
export interface Page {
  readonly items: readonly StatementView[]
  /** Where the next page begins; absent on the last one. */
  readonly next?: string
}

/** A stretch of an index whose keys end with positions. */
interface Stretch {
  readonly bucket: Buckets['positions']
  readonly prefix: string
}
interface Found {
  readonly position: string
  readonly id: StatementId
}

/** Rows looked at for one page: who filters finely gets a short page and a cursor, not a slow answer. */
const budget = 2000
const step = 200

/** Reads lists out of the index, each reader's own. */
export class Reader {
  readonly #buckets: Buckets

  constructor(buckets: Buckets) {
    this.#buckets = buckets
  }

  /** Committed statements in the order of the chain that the caller may see. */
  async list(caller: Caller, query: ListQuery): Promise<Page> {
    const stretches = this.#stretches(caller, query)
    const items: StatementView[] = []
    let { cursor } = query
    for (let looked = 0; looked < budget; looked += step) {
      const found = await this.#scan(stretches, query.order, cursor)
      const rows = await this.#buckets.statements.getMany(found.map(({ id }) => id))
      for (const [index, row] of rows.entries()) {
        cursor = found[index]?.position
        if (row && mayRead(caller, row) && fits(row, query)) items.push(viewOf(row))
        if (items.length === query.limit) return withCursor(items, cursor)
      }
      if (found.length < step) return { items }
    }
    return withCursor(items, cursor)
  }

  /** The shortest stretches of the indexes that hold all that is asked for. */
  #stretches(caller: Caller, { type, fields }: ListQuery): Stretch[] {
    const { byField, byType, byParty, positions } = this.#buckets
    const [field] = Object.entries(fields)
    if (type && field) return [{ bucket: byField, prefix: `${type}/${field[0]}/${field[1]}/` }]
    if (!type) return [{ bucket: positions, prefix: '' }]
    if (caller.role === 'central') return [{ bucket: byType, prefix: `${type}/` }]
    const own = caller.parties.map((party) => ({ bucket: byParty, prefix: `${party}/${type}/` }))
    return mayRead(caller, { type, parties: [] }) ? [{ bucket: byType, prefix: `${type}/` }] : own
  }

  async #scan(stretches: readonly Stretch[], order: ListQuery['order'], cursor?: string): Promise<Found[]> {
    const scans = stretches.map(({ bucket, prefix }) => scan(bucket, prefix, order, cursor))
    const found = new Map((await Promise.all(scans)).flat().map((entry) => [entry.position, entry]))
    const sorted = [...found.values()].sort((a, b) => (a.position < b.position ? -1 : 1))
    return (order === 'oldest' ? sorted : sorted.reverse()).slice(0, step)
  }

  /** All statements of a type about one record, oldest first. */
  async about(type: string, field: string, value: string): Promise<StatementRow[]> {
    const found = await scan(this.#buckets.byField, `${type}/${field}/${value}/`, 'oldest')
    return this.rows(found.map(({ id }) => id))
  }

  async rows(ids: readonly StatementId[]): Promise<StatementRow[]> {
    const rows = await this.#buckets.statements.getMany([...ids])
    return rows.filter((row) => row !== undefined)
  }
}

/** Positions consist of digits and hyphens: `:` comes after all of them. */
const end = ':'

const scan = async (
  bucket: Buckets['positions'],
  prefix: string,
  order: ListQuery['order'],
  cursor?: string,
): Promise<Found[]> => {
  const range =
    order === 'oldest'
      ? { gt: prefix + (cursor ?? ''), lt: prefix + end }
      : { gt: prefix, lt: prefix + (cursor ?? end), reverse: true }
  const entries = await bucket.iterator({ ...range, limit: step }).all()
  return entries.map(([key, id]) => ({ position: key.slice(prefix.length), id }))
}

const fits = ({ text }: StatementRow, { fields }: ListQuery): boolean => {
  const names = Object.entries(fields)
  if (names.length < 2) return true
  const { payload } = parseEnvelope(text)
  return names.every(([name, value]) => String(payload[name]) === value)
}

const withCursor = (items: readonly StatementView[], next?: string): Page => ({
  items,
  ...(next !== undefined && { next }),
})
