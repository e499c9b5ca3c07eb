import { conflict, notFound } from '@hapi/boom'
import type { Server } from '@hapi/hapi'
import Joi from 'joi'
import { personOf, scoped, scopeOf } from '../access/scope.ts'
import type { Context } from '../context.ts'
import { type Indicator, indicatorsSchema } from '../indicators/indicators.ts'
import {
  type Finding,
  type FindingAction,
  type FindingState,
  findingActions,
  findingStates,
} from '../watch/finding.ts'
import { type Rule, ruleSchema } from '../watch/rules.ts'

const small = { maxBytes: 65_536, allow: 'application/json' }
const ruleId = Joi.string().max(64).required()
const note = Joi.string().trim().max(1000)

/** Newest first. */
const byTime = (a: Finding, b: Finding) => (a.last < b.last ? 1 : -1)

/** Unusual activity (PROV-2, PROV-3, CHAIN-39, CHAIN-40): rules, what they found, and what was done about it. */
export const findingRoutes = (server: Server, { office, watch }: Context): void => {
  server.route<{ Query: { state?: FindingState[] } }>({
    method: 'GET',
    path: '/api/findings',
    options: {
      validate: {
        query: Joi.object({
          state: Joi.array()
            .items(Joi.valid(...findingStates))
            .single(),
        }),
      },
    },
    handler: async ({ query }) => {
      const all = await office.buckets.findings.values().all()
      const rows = all.filter(({ state }) => query.state?.includes(state) ?? true).sort(byTime)
      return { rows, watch: watch.last }
    },
  })
  server.route<{ Params: { id: string } }>({
    method: 'GET',
    path: '/api/findings/{id}',
    options: { validate: { params: Joi.object({ id: Joi.string().hex().length(32).required() }) } },
    handler: async ({ params }) => {
      const finding = await office.buckets.findings.get(params.id)
      if (!finding) throw notFound('没有此发现 There is no such finding')
      return finding
    },
  })
  server.route<{
    Params: { id: string }
    Payload: { action: FindingAction; note: string; owner?: string }
  }>({
    method: 'POST',
    path: '/api/findings/{id}/actions',
    options: {
      payload: small,
      validate: {
        params: Joi.object({ id: Joi.string().hex().length(32).required() }),
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
      return watch.act(request.params.id, personOf(request).account, action, note, owner)
    },
  })
  // what an institution is reminded of, in its own door
  server.route({
    method: 'GET',
    path: '/api/reminders',
    options: { app: scoped },
    handler: async (request) => {
      const { institution } = scopeOf(personOf(request))
      const all = await office.buckets.findings.values().all()
      const told = all.filter(({ state }) => state === 'reminded' || state === 'intervened')
      const rows = told.filter(
        ({ by, subject }) => by === 'institution' && (institution?.includes(subject) ?? true),
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
  server.route({
    method: 'GET',
    path: '/api/rules',
    handler: async () => {
      const versions = await office.ruleVersions()
      const numberOf = (id: string) => versions.filter((each) => each.id === id).length
      const rules = await office.rules()
      return { rows: rules.map((rule) => ({ ...rule, version: numberOf(rule.id) })), watch: watch.last }
    },
  })
  server.route<{ Params: { id: string } }>({
    method: 'GET',
    path: '/api/rules/{id}/versions',
    options: { validate: { params: Joi.object({ id: ruleId }) } },
    handler: async ({ params }) => ({ rows: await office.ruleVersions(params.id) }),
  })
  server.route<{ Params: { id: string }; Payload: { rule: Rule; note: string; version?: number } }>({
    method: 'PUT',
    path: '/api/rules/{id}',
    options: {
      payload: small,
      validate: {
        params: Joi.object({ id: ruleId }),
        payload: Joi.object({
          rule: ruleSchema.required(),
          note: note.min(1).required(),
          // the version that was changed, so that nobody undoes what somebody else decided meanwhile
          version: Joi.number().integer().min(0),
        }),
      },
    },
    handler: async (request) => {
      const { rule, note, version } = request.payload
      if (rule.id !== request.params.id) throw notFound('规则标识不符 The rule has another id')
      const versions = await office.ruleVersions(rule.id)
      if (version !== undefined && version !== versions.length)
        throw conflict('此规则已被他人更改 Somebody else has changed this rule meanwhile')
      await office.setRule(rule, personOf(request).account, note)
      await watch.look()
      return rule
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
  server.route<{ Query: { limit: number } }>({
    method: 'GET',
    path: '/api/changes',
    options: {
      validate: { query: Joi.object({ limit: Joi.number().integer().min(1).max(500).default(100) }) },
    },
    handler: async ({ query }) => ({ rows: await office.changes(query.limit) }),
  })
}
