import { notFound } from '@hapi/boom'
import type { Server } from '@hapi/hapi'
import Joi from 'joi'
import { personOf, scoped, scopeOf, supervisedCity } from '../access/scope.ts'
import type { Context } from '../context.ts'
import { type Indicator, indicatorsSchema } from '../indicators/indicators.ts'
import { page } from '../page.ts'
import type { Person } from '../sign-in/accounts.ts'
import {
  type Finding,
  type FindingAction,
  type FindingState,
  findingActions,
  findingStates,
} from '../watch/finding.ts'
import { limit } from './statements.ts'

const small = { maxBytes: 65_536, allow: 'application/json' }
const findingId = Joi.object({ id: Joi.string().hex().length(32).required() })
const note = Joi.string().trim().max(1000)

/** Unusual activity (PROV-2, PROV-3, CHAIN-39, CHAIN-40): what the rules found, and what was done about it; indicators. */
export const findingRoutes = (server: Server, { office, watch }: Context): void => {
  const findingOf = (id: string, person: Person): Finding => {
    const finding = office.findings.get(id)
    const city = supervisedCity(person)
    if (!finding || (city !== undefined && finding.city !== city))
      throw notFound('没有此发现 There is no such finding')
    return finding
  }
  server.route<{ Query: { state?: FindingState[]; skip: number; limit: number } }>({
    method: 'GET',
    path: '/api/findings',
    options: {
      app: scoped,
      validate: {
        query: Joi.object({
          state: Joi.array()
            .items(Joi.valid(...findingStates))
            .single(),
          skip: Joi.number().integer().min(0).max(1e9).default(0),
          limit,
        }),
      },
    },
    handler: (request) => {
      const { query } = request
      const all = office.findings.list(query.state, supervisedCity(personOf(request)))
      const rows = all.slice(query.skip, query.skip + query.limit)
      return { rows, total: all.length, watch: watch.last ?? null }
    },
  })
  server.route<{ Params: { id: string } }>({
    method: 'GET',
    path: '/api/findings/{id}',
    options: { app: scoped, validate: { params: findingId } },
    handler: (request) => findingOf(request.params.id, personOf(request)),
  })
  server.route<{
    Params: { id: string }
    Payload: { action: FindingAction; note: string; owner?: string }
  }>({
    method: 'POST',
    path: '/api/findings/{id}/actions',
    options: {
      app: scoped,
      payload: small,
      validate: {
        params: findingId,
        payload: Joi.object({
          action: Joi.valid(...Object.keys(findingActions)).required(),
          note: note
            .allow('')
            .default('')
            .when('action', {
              is: Joi.valid('own'),
              otherwise: note.min(1).required(),
            }),
          owner: Joi.string().max(64),
        }),
      },
    },
    handler: (request) => {
      const { action, note, owner } = request.payload
      const person = personOf(request)
      return watch.act(findingOf(request.params.id, person).id, person.account, action, note, owner)
    },
  })
  // what an institution is reminded of, in its own door
  server.route({
    method: 'GET',
    path: '/api/reminders',
    options: { app: scoped },
    handler: (request) => {
      const { institution, city } = scopeOf(personOf(request))
      const told = office.findings.list(['reminded', 'intervened'])
      // GD-4401-00012: province, city, number
      const rows = told.filter(
        ({ by, subject }) =>
          by === 'institution' &&
          (institution?.includes(subject) ?? true) &&
          (city?.includes(subject.slice(3, 7)) ?? true),
      )
      return {
        rows: rows.map(({ label, advice, subject, from, to, state, history }) => ({
          ...{ label, advice, subject, from, to, state },
          note: history.at(-1)?.note ?? '',
          at: history.at(-1)?.at,
        })),
      }
    },
  })
  server.route<{ Payload: { indicators: Indicator[] } }>({
    method: 'PUT',
    path: '/api/indicator-definitions',
    options: { payload: small, validate: { payload: Joi.object({ indicators: indicatorsSchema }) } },
    handler: async (request) => {
      await office.setIndicators(request.payload.indicators, personOf(request).account)
      return office.indicators()
    },
  })
  server.route({
    method: 'GET',
    path: '/api/indicator-definitions',
    handler: () => office.indicators(),
  })
  server.route<{ Query: { before?: string; limit: number } }>({
    method: 'GET',
    path: '/api/changes',
    options: { validate: { query: Joi.object({ before: Joi.string().max(100), limit }) } },
    handler: async ({ query: { limit, before } }) =>
      page(await office.changes(limit, before), limit, ({ key }) => key),
  })
}
