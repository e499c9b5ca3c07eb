import { badRequest } from '@hapi/boom'
import type { Server } from '@hapi/hapi'
import Joi from 'joi'
import { personOf, scopeOf } from '../access/scope.ts'
import { day, type FilterQuery, filterOf, filterQuery } from '../filter.ts'
import { type HospitalContext, ownTypes } from '../hospital/context.ts'
import { limit, logged, position } from './statements.ts'

/** Rows of one reconciliation; more are said to be cut off. */
const most = 5000
/** Days of one reconciliation. */
const longest = 31

interface Days {
  readonly from: string
  readonly to: string
}

/** What a hospital stated and how far it is (queued is the gateway's to tell), and what the ledger has of each day. */
export const hospitalSubmissionRoutes = (server: Server, { index, stages }: HospitalContext): void => {
  server.route<{ Query: FilterQuery & { before?: string; limit: number } }>({
    method: 'GET',
    path: '/api/hospital/submissions',
    options: { ...logged, validate: { query: Joi.object({ ...filterQuery, before: position, limit }) } },
    handler: async (request) => {
      const { query } = request
      const filter = filterOf(query, { type: ownTypes }, scopeOf(personOf(request)))
      const keys = index.statements.list(filter, query.limit, query.before)
      const rows = await index.rows(keys)
      const committed = rows.filter(({ row }) => row.facts.result === 'committed')
      const { notary, stages: staged } = await stages.of(committed.map(({ row }) => row))
      const stageOf = new Map(committed.map(({ key }, i) => [key, staged[i]]))
      return {
        notary,
        rows: rows.map(({ key, row }) => ({ key, ...row, ...stageOf.get(key) })),
        all: index.statements.count(filter)[0]?.count ?? 0,
        ...(keys.length === query.limit && { next: keys.at(-1) }),
      }
    },
  })
  server.route<{ Query: FilterQuery }>({
    method: 'GET',
    path: '/api/hospital/summary',
    options: { ...logged, validate: { query: Joi.object(filterQuery) } },
    handler: (request) => {
      const filter = filterOf(request.query, { type: ownTypes }, scopeOf(personOf(request)))
      return {
        results: index.statements.count(filter, ['result']),
        codes: index.statements.count({ ...filter, result: (word) => word === 'refused' }, ['code', 'type']),
      }
    },
  })
  server.route<{ Query: Days }>({
    method: 'GET',
    path: '/api/hospital/reconciliation',
    options: {
      ...logged,
      validate: { query: Joi.object<Days>({ from: day.required(), to: day.required() }) },
    },
    handler: async (request) => {
      const { from, to } = request.query
      const days = (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1
      if (!(days >= 1 && days <= longest))
        throw badRequest(`期间为 1 至 ${longest} 天 A period has 1 to ${longest} days`)
      const filter = filterOf(
        { from, to },
        { type: ownTypes, result: ['committed'] },
        scopeOf(personOf(request)),
      )
      const rows = await index.rows(index.statements.list(filter, most))
      return {
        height: index.height,
        rows: rows.map(({ row: { id, at, facts } }) => ({ id, at, type: facts.type, day: facts.day })),
        cut: rows.length === most,
      }
    },
  })
}
