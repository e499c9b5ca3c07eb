import { badRequest, conflict, forbidden, notFound } from '@hapi/boom'
import type { Server } from '@hapi/hapi'
import Joi from 'joi'
import { personOf, scoped, supervisedCity } from '../access/scope.ts'
import type { Context } from '../context.ts'
import { type Rule, ruleSchema } from '../watch/rules.ts'

const small = { maxBytes: 65_536, allow: 'application/json' }
const ruleId = Joi.string().max(64).required()

/**
 * As it is to be kept: a city states rules of its own about its own institutions, and changes no others; whose a rule
 * is stays so, whoever changes it (CITY-27).
 * @param city whose supervision the person sees to; undefined for the province
 * @throws Boom 403 for a rule of somebody else's, 400 for one that a city cannot have
 */
const owned = (rule: Rule, before: Rule | undefined, city: string | undefined): Rule => {
  if (city !== undefined && before && before.city !== city)
    throw forbidden('此规则不是本市的 This rule is not of this city')
  if (city !== undefined && rule.on !== 'statements')
    throw badRequest('地市规则只看声明 A city’s rule is about statements')
  const { city: _, ...rest } = rule
  const whose = before ? before.city : city
  return whose === undefined ? rest : { ...rest, city: whose }
}

/** Rules of unusual activity: data, versioned; the province's, and each city's own beside them. */
export const ruleRoutes = (server: Server, { office, watch }: Context): void => {
  const rulesFor = async (city: string | undefined) =>
    (await office.rules()).filter((rule) => city === undefined || !rule.city || rule.city === city)
  server.route({
    method: 'GET',
    path: '/api/rules',
    options: { app: scoped },
    handler: async (request) => {
      const versions = await office.ruleVersions()
      const numberOf = (id: string) => versions.filter((each) => each.id === id).length
      const rules = await rulesFor(supervisedCity(personOf(request)))
      return {
        rows: rules.map((rule) => ({ ...rule, version: numberOf(rule.id) })),
        watch: watch.last ?? null,
      }
    },
  })
  server.route<{ Params: { id: string } }>({
    method: 'GET',
    path: '/api/rules/{id}/versions',
    options: { app: scoped, validate: { params: Joi.object({ id: ruleId }) } },
    handler: async (request) => {
      const rules = await rulesFor(supervisedCity(personOf(request)))
      if (!rules.some(({ id }) => id === request.params.id))
        throw notFound('没有此规则 There is no such rule')
      return { rows: await office.ruleVersions(request.params.id) }
    },
  })
  server.route<{ Params: { id: string }; Payload: { rule: Rule; note: string; version?: number } }>({
    method: 'PUT',
    path: '/api/rules/{id}',
    options: {
      app: scoped,
      payload: small,
      validate: {
        params: Joi.object({ id: ruleId }),
        payload: Joi.object({
          rule: ruleSchema.required(),
          note: Joi.string().trim().max(1000).min(1).required(),
          // the version that was changed, so that nobody undoes what somebody else decided meanwhile
          version: Joi.number().integer().min(0),
        }),
      },
    },
    handler: async (request) => {
      const { rule, note, version } = request.payload
      const person = personOf(request)
      const city = supervisedCity(person)
      if (rule.id !== request.params.id) throw notFound('规则标识不符 The rule has another id')
      const before = (await office.rules()).find(({ id }) => id === rule.id)
      const kept = owned(rule, before, city)
      const versions = await office.ruleVersions(rule.id)
      if (version !== undefined && version !== versions.length)
        throw conflict('此规则已被他人更改 Somebody else has changed this rule meanwhile')
      await office.setRule(kept, person.account, note)
      await watch.look()
      return kept
    },
  })
}
