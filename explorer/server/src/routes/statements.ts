import { notFound } from '@hapi/boom'
import type { Server } from '@hapi/hapi'
import { type StatementDimension, statementDimensions } from '@huren/explorer-index'
import Joi from 'joi'
import type { Context } from '../context.ts'
import { type FilterQuery, filterOf, filterQuery } from '../filter.ts'
import type { Indicator } from '../indicators.ts'
import { before, type Period, yearBefore } from '../period.ts'

export const limit = Joi.number().integer().min(1).max(200).default(50)
export const position = Joi.string().pattern(/^[0-9-]{1,32}$/, 'a position')
const id = Joi.string()
  .pattern(/^[0-9a-f-]{36,64}$/, 'an id')
  .required()
const dimension = Joi.string<StatementDimension>().valid(...statementDimensions)
/** Every answer of these routes shows record data: the reading is logged first. */
export const logged = { app: { logged: true } }

/** An indicator in a period, with the same of the period before and of a year ago. */
const indicatorView = (
  { index }: Context,
  { numerator, denominator, ...rest }: Indicator,
  query: FilterQuery,
) => {
  const count = (words: Indicator['numerator'], when: Partial<Period>) =>
    index.statements.count(filterOf({ ...query, ...when }, words))[0]?.count ?? 0
  const at = (when: Partial<Period>) => ({
    numerator: count(numerator, when),
    ...(denominator && { denominator: count(denominator, when) }),
  })
  const { from, to } = query
  return {
    ...rest,
    filter: numerator,
    now: at({}),
    ...(from && to && { before: at(before({ from, to })), yearBefore: at(yearBefore({ from, to })) }),
  }
}

export const statementRoutes = (server: Server, context: Context): void => {
  const { index, indicators } = context
  server.route<{ Query: FilterQuery }>({
    method: 'GET',
    path: '/api/indicators',
    options: { validate: { query: Joi.object(filterQuery) } },
    handler: ({ query }) => ({
      default: context.defaultIndicators,
      indicators: indicators.map((indicator) => indicatorView(context, indicator, query)),
    }),
  })
  server.route<{ Query: FilterQuery & { by?: StatementDimension[]; limit: number } }>({
    method: 'GET',
    path: '/api/counts',
    options: {
      validate: {
        query: Joi.object({
          ...filterQuery,
          by: Joi.array().items(dimension).single().max(2),
          limit: Joi.number().integer().min(1).max(1000).default(500),
        }),
      },
    },
    handler: ({ query }) => {
      const counts = index.statements.count(filterOf(query), query.by)
      return { counts: counts.slice(0, query.limit), more: counts.length > query.limit }
    },
  })
  server.route<{ Query: FilterQuery & { before?: string; limit: number } }>({
    method: 'GET',
    path: '/api/statements',
    options: { ...logged, validate: { query: Joi.object({ ...filterQuery, before: position, limit }) } },
    handler: async ({ query }) => {
      const keys = index.statements.list(filterOf(query), query.limit, query.before)
      const rows = await index.rows(keys)
      return {
        rows: rows.map(({ key, row }) => ({ key, ...row })),
        ...(keys.length === query.limit && { next: keys.at(-1) }),
      }
    },
  })
  server.route<{ Params: { id: string } }>({
    method: 'GET',
    path: '/api/statements/{id}',
    options: { ...logged, validate: { params: Joi.object({ id }) } },
    handler: async ({ params }) => {
      const keys = await index.entriesOf(params.id)
      if (!keys[0]) throw notFound('账本中没有此声明 The ledger has no such statement')
      const rows = await index.rows(keys.slice(0, 50))
      return {
        text: await index.buckets.texts.get(keys[0]),
        entries: rows.map(({ key, row }) => ({ key, ...row })),
      }
    },
  })
  server.route<{ Params: { id: string } }>({
    method: 'GET',
    path: '/api/records/{id}',
    options: { ...logged, validate: { params: Joi.object({ id }) } },
    handler: async ({ params }) => ({
      rows: (await index.timeLine(params.id, 200)).map(({ key, row }) => ({ key, ...row })),
    }),
  })
}
