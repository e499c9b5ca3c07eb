import { notFound } from '@hapi/boom'
import type { Server } from '@hapi/hapi'
import type { EntryRow } from '@huren/explorer-index'
import { type StatementDimension, statementDimensions } from '@huren/explorer-model'
import Joi from 'joi'
import { mayRead, personOf, scoped, scopeOf } from '../access/scope.ts'
import type { Context } from '../context.ts'
import { day, type FilterQuery, filterOf, filterQuery, lastDay } from '../filter.ts'
import { indicatorCourses, indicatorViews } from '../indicators/view.ts'
import { largestRows } from '../largest.ts'
import { type Period, periodsComparedWith } from '../period.ts'
import { type Ready, readyOf, send } from '../ready.ts'
import { moment, Recent } from '../recent.ts'
import type { Person } from '../sign-in/accounts.ts'

export const limit = Joi.number().integer().min(1).max(200).default(50)
export const position = Joi.string().pattern(/^[0-9-]{1,32}$/, 'a position')
const id = Joi.string()
  .pattern(/^[0-9a-f-]{36,64}$/, 'an id')
  .required()
const dimension = Joi.string<StatementDimension>().valid(...statementDimensions)
/** Every answer of these routes shows record data: the reading is logged first. */
export const logged = { app: { logged: true, ...scoped } }

interface Found {
  readonly key: string
  readonly row: EntryRow
}
const shown = ({ key, row }: Found) => ({ key, ...row })

export const statementRoutes = (server: Server, context: Context): void => {
  const { index, office } = context
  const now = new Recent<Ready>(moment)
  server.route<{ Query: FilterQuery }>({
    method: 'GET',
    path: '/api/indicators',
    options: { app: scoped, validate: { query: Joi.object(filterQuery) } },
    handler: (request, h) => {
      const { indicators, areDefault } = office.indicators()
      const scope = scopeOf(personOf(request))
      const { query } = request
      const ready = now.get(JSON.stringify(['indicators', scope, query, indicators]), () =>
        readyOf({
          default: areDefault,
          indicators: indicatorViews(index.statements, indicators, query, scope),
          periods: periodsComparedWith(query),
        }),
      )
      return send(ready, request, h)
    },
  })
  server.route<{ Query: FilterQuery & Period }>({
    method: 'GET',
    path: '/api/indicator-courses',
    options: {
      app: scoped,
      validate: { query: Joi.object({ ...filterQuery, from: day.required(), to: lastDay.required() }) },
    },
    handler: (request, h) => {
      const { indicators } = office.indicators()
      const scope = scopeOf(personOf(request))
      const { query } = request
      const ready = now.get(JSON.stringify(['courses', scope, query, indicators]), () =>
        readyOf({ courses: indicatorCourses(index.statements, indicators, query, scope) }),
      )
      return send(ready, request, h)
    },
  })
  server.route<{ Query: FilterQuery & { by?: StatementDimension[]; rows?: number; limit: number } }>({
    method: 'GET',
    path: '/api/counts',
    options: {
      app: scoped,
      validate: {
        query: Joi.object({
          ...filterQuery,
          by: Joi.array().items(dimension).single().max(2),
          rows: Joi.number().integer().min(1).max(1000),
          limit: Joi.number().integer().min(1).max(5000).default(500),
        }),
      },
    },
    handler: (request, h) => {
      const { query } = request
      const scope = scopeOf(personOf(request))
      const ready = now.get(JSON.stringify(['counts', scope, query]), () => {
        const all = index.statements.count(filterOf(query, {}, scope), query.by)
        const { counts, left } = query.rows ? largestRows(all, query.rows) : { counts: all, left: 0 }
        return readyOf({ counts: counts.slice(0, query.limit), more: counts.length > query.limit, left })
      })
      return send(ready, request, h)
    },
  })
  server.route<{ Query: FilterQuery & { before?: string; limit: number } }>({
    method: 'GET',
    path: '/api/statements',
    options: { ...logged, validate: { query: Joi.object({ ...filterQuery, before: position, limit }) } },
    handler: async (request) => {
      const { query } = request
      const filter = filterOf(query, {}, scopeOf(personOf(request)))
      const keys = index.statements.list(filter, query.limit, query.before)
      const rows = await index.rows(keys)
      return { rows: rows.map(shown), ...(keys.length === query.limit && { next: keys.at(-1) }) }
    },
  })
  server.route<{ Params: { id: string } }>({
    method: 'GET',
    path: '/api/statements/{id}',
    options: { ...logged, validate: { params: Joi.object({ id }) } },
    handler: async (request) => {
      const entries = await readableEntries(context, personOf(request), request.params.id)
      const [first] = entries
      if (!first) throw notFound('账本中没有此声明 The ledger has no such statement')
      return { text: await index.buckets.texts.get(first.key), entries: entries.map(shown) }
    },
  })
  server.route<{ Params: { id: string } }>({
    method: 'GET',
    path: '/api/records/{id}',
    options: { ...logged, validate: { params: Joi.object({ id }) } },
    handler: async (request) => {
      const person = personOf(request)
      const line = await index.timeLine(request.params.id, 200)
      return { rows: line.filter(({ row }) => mayRead(person, row.facts)).map(shown) }
    },
  })
}

/** What became of a statement, as far as this person may read it; empty for everybody else's. */
export const readableEntries = async ({ index }: Context, person: Person, id: string): Promise<Found[]> => {
  const keys = await index.entriesOf(id)
  const rows = await index.rows(keys.slice(0, 50))
  return rows.filter(({ row }) => mayRead(person, row.facts))
}
