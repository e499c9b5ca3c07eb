import type { Server } from '@hapi/hapi'
import { blockKey, type ExplorerIndex } from '@huren/explorer-index'
import Joi from 'joi'
import { isSupervisor, mayRead, personOf } from '../access/scope.ts'
import type { Context } from '../context.ts'
import { namesIn } from '../patient/names.ts'
import type { Person } from '../sign-in/accounts.ts'
import { logged, readableEntries } from './statements.ts'

const most = 8

/** Something that the explorer has a page or a list of. */
interface Hit {
  readonly kind: 'statement' | 'record' | 'transaction' | 'block' | 'institution' | 'key' | 'item'
  readonly id: string
}

/** After everything that begins so. */
const endOf = (begin: string) => `${begin}\uffff`

interface Keys {
  keys(range: { gte: string; lt: string; limit: number }): { all(): Promise<string[]> }
}
const beginning = (bucket: Keys, begin: string, limit = most) =>
  bucket.keys({ gte: begin, lt: endOf(begin), limit }).all()

const once = (ids: readonly string[]) => [...new Set(ids)].slice(0, most)
const hits = (kind: Hit['kind'], ids: readonly string[]): Hit[] => ids.map((id) => ({ kind, id }))

/** What stands before the first `/` of keys that begin so; one id has as many keys as things were said of it. */
const namesBeginning = async (bucket: Keys, begin: string) =>
  once((await beginning(bucket, begin, 200)).map((key) => key.slice(0, key.indexOf('/'))))

/** Ids of statements and records, as far as this person may read them. */
const readable = async (context: Context, person: Person, begin: string): Promise<Hit[]> => {
  const { statements, records } = context.index.buckets
  const [said, named] = await Promise.all([namesBeginning(statements, begin), namesBeginning(records, begin)])
  if (isSupervisor(person)) return [...hits('statement', said), ...hits('record', named)]
  const mine = await Promise.all(
    said.map(async (id) => (await readableEntries(context, person, id)).length > 0),
  )
  const lines = await Promise.all(named.map((id) => context.index.timeLine(id, 200)))
  return [
    ...hits(
      'statement',
      said.filter((_, i) => mine[i]),
    ),
    ...hits(
      'record',
      named.filter((_, i) => lines[i]?.some(({ row }) => mayRead(person, row.facts))),
    ),
  ]
}

/** Parts of the ledger that are the supervisors'. */
const ofTheLedger = async ({ buckets }: ExplorerIndex, begin: string): Promise<Hit[]> => {
  const [transactions, keys, blocks] = await Promise.all([
    beginning(buckets.transactionIds, begin),
    beginning(buckets.keys, begin),
    /^\d{1,10}$/.test(begin) ? buckets.blocks.get(blockKey(Number(begin))) : undefined,
  ])
  const numbers = blocks ? [String(blocks.number)] : []
  return [...hits('block', numbers), ...hits('transaction', transactions), ...hits('key', keys)]
}

/** Institutions and items by code or by name. */
const byName = async ({ index, settings }: Context, text: string): Promise<Hit[]> => {
  const { items = {}, institutions = {} } = await namesIn(settings.documents)
  const sought = text.toLowerCase()
  const named = (list: Readonly<Record<string, { zh: string; en: string }>>) =>
    Object.entries(list)
      .filter(([code, { zh, en }]) => [code, zh, en].some((each) => each.toLowerCase().includes(sought)))
      .map(([code]) => code)
  const registered = await beginning(index.buckets.institutions, text.toUpperCase())
  return [
    ...hits('institution', once([...registered, ...named(institutions)])),
    ...hits('item', once(named(items))),
  ]
}

/**
 * Finds by the beginning of an id (statement, record, transaction, key, institution), by a block's number, by a part of
 * an institution's or an item's name. Whoever reads their own organisation's statements finds those alone.
 */
export const searchRoutes = (server: Server, context: Context): void => {
  server.route<{ Query: { q: string } }>({
    method: 'GET',
    path: '/api/search',
    options: {
      ...logged,
      validate: { query: Joi.object({ q: Joi.string().trim().min(1).max(80).required() }) },
    },
    handler: async (request) => {
      const person = personOf(request)
      const { q } = request.query
      // fewer characters of a random id than this say nothing
      const own = q.length < 4 ? [] : await readable(context, person, q.toLowerCase())
      if (!isSupervisor(person)) return { rows: own }
      const ledger = q.length < 4 && !/^\d+$/.test(q) ? [] : await ofTheLedger(context.index, q.toLowerCase())
      return { rows: [...(q.length < 2 ? [] : await byName(context, q)), ...ledger, ...own] }
    },
  })
}
