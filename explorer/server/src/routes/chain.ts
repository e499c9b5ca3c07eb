import { notFound } from '@hapi/boom'
import type { Server } from '@hapi/hapi'
import { blockKey, type Filter } from '@huren/explorer-index'
import { type TransactionDimension, transactionDimensions } from '@huren/explorer-model'
import Joi from 'joi'
import type { Context } from '../context.ts'
import { day, lastDay } from '../filter.ts'
import { page } from '../page.ts'
import type { Period } from '../period.ts'
import { limit, position } from './statements.ts'

const words = Joi.array().items(Joi.string().max(200).allow('')).single().max(200)
const filterQuery = {
  ...Object.fromEntries(transactionDimensions.map((name) => [name, words])),
  from: day,
  to: lastDay,
}
type Query = { readonly [D in TransactionDimension]?: readonly string[] } & Partial<Period>

const filterOf = (query: Query): Filter<TransactionDimension> => {
  const filter: { [D in TransactionDimension]?: (word: string) => boolean } = {}
  for (const name of transactionDimensions) {
    const accepted = query[name]
    if (accepted) filter[name] = (word) => accepted.includes(word)
  }
  const { from = '', to = '9999', day: days } = query
  if (query.from || query.to)
    filter.day = (word) => from <= word && word <= to && (!days || days.includes(word))
  return filter
}

/** Blocks, transactions, institutions and keys: how the ledger runs (CHAIN-37 to CHAIN-39). */
export const chainRoutes = (server: Server, { index }: Context): void => {
  const { blocks, transactions, transactionIds, institutions, keys, revocations } = index.buckets
  server.route<{ Query: { before?: number; limit: number } }>({
    method: 'GET',
    path: '/api/blocks',
    options: { validate: { query: Joi.object({ before: Joi.number().integer().min(0), limit }) } },
    handler: async ({ query }) => ({
      height: index.height,
      ...page(
        await blocks
          .values({
            reverse: true,
            limit: query.limit,
            ...(query.before !== undefined && { lt: blockKey(query.before) }),
          })
          .all(),
        query.limit,
        ({ number }) => String(number),
      ),
    }),
  })
  server.route<{ Params: { number: number } }>({
    method: 'GET',
    path: '/api/blocks/{number}',
    options: {
      validate: {
        params: Joi.object({ number: Joi.number().integer().min(0).max(9_999_999_999).required() }),
      },
    },
    handler: async ({ params }) => {
      const key = blockKey(params.number)
      const block = await blocks.get(key)
      if (!block) throw notFound('账本中没有此区块 The ledger has no such block')
      const rows = await transactions.iterator({ gt: `${key}-`, lt: `${key}.`, limit: 1000 }).all()
      return { ...block, height: index.height, rows: rows.map(([at, row]) => ({ key: at, ...row })) }
    },
  })
  server.route<{ Query: Query & { before?: string; limit: number } }>({
    method: 'GET',
    path: '/api/transactions',
    options: { validate: { query: Joi.object({ ...filterQuery, before: position, limit }) } },
    handler: async ({ query }) => {
      const found = index.transactions.list(filterOf(query), query.limit, query.before)
      const rows = await transactions.getMany(found)
      return {
        rows: found.map((key, i) => ({ key, ...rows[i] })),
        ...(found.length === query.limit && { next: found.at(-1) }),
      }
    },
  })
  server.route<{ Query: Query & { by?: TransactionDimension[] } }>({
    method: 'GET',
    path: '/api/transaction-counts',
    options: {
      validate: {
        query: Joi.object({
          ...filterQuery,
          by: Joi.array()
            .items(Joi.valid(...transactionDimensions))
            .single()
            .max(2),
        }),
      },
    },
    handler: ({ query }) => ({ counts: index.transactions.count(filterOf(query), query.by).slice(0, 500) }),
  })
  server.route<{ Params: { id: string } }>({
    method: 'GET',
    path: '/api/transactions/{id}',
    options: {
      validate: {
        params: Joi.object({
          id: Joi.string()
            .pattern(/^[0-9a-f]{64}$/)
            .required(),
        }),
      },
    },
    handler: async ({ params }) => {
      const key = await transactionIds.get(params.id)
      const row = key && (await transactions.get(key))
      if (!row) throw notFound('账本中没有此交易 The ledger has no such transaction')
      const entries = await index.buckets.entries.iterator({ gt: `${key}-`, lt: `${key}.`, limit: 500 }).all()
      return { ...row, entries: entries.map(([key, entry]) => ({ key, ...entry })) }
    },
  })
  server.route<{ Query: Registered }>({
    method: 'GET',
    path: '/api/institutions',
    options: { validate: { query: registered } },
    handler: async ({ query: { after = '', begin = '', limit } }) => {
      const range = { ...rangeOf(begin.toUpperCase(), after), limit }
      return page(await institutions.values(range).all(), limit, ({ institution }) => institution)
    },
  })
  server.route<{ Query: Registered }>({
    method: 'GET',
    path: '/api/keys',
    options: { validate: { query: registered } },
    handler: async ({ query: { after = '', begin = '', limit } }) => {
      const rows = await keys.values({ ...rangeOf(begin.toLowerCase(), after), limit }).all()
      const revoked = await revocations.getMany(rows.map(({ key }) => key))
      return page(
        rows.map((row, i) => ({ ...row, ...(revoked[i] && { revokedFrom: revoked[i] }) })),
        limit,
        ({ key }) => key,
      )
    },
  })
}

/** A page of the registry: those whose code begins so, after the last one of the page before. */
interface Registered {
  readonly begin?: string
  readonly after?: string
  readonly limit: number
}
const code = Joi.string().pattern(/^[\w-]{1,64}$/, 'a code')
const registered = Joi.object({ begin: code, after: code, limit })

const rangeOf = (begin: string, after: string) =>
  after >= begin && after !== '' ? { gt: after, lt: `${begin}\uffff` } : { gte: begin, lt: `${begin}\uffff` }
