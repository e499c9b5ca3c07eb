import { readFile } from 'node:fs/promises'
import { notFound } from '@hapi/boom'
import type { Server } from '@hapi/hapi'
import Joi from 'joi'
import { isSupervisor, personOf, scoped } from '../access/scope.ts'
import type { Context } from '../context.ts'
import { unlogged } from '../readings/log.ts'
import { logged, readableEntries } from './statements.ts'

const problem = (status: number, code: string, title: string) => ({ status, code, title })

/** What a browser needs to verify: the notary's receipt as it is, and the trust file that this server offers. */
export const proofRoutes = (server: Server, context: Context): void => {
  const { settings } = context
  server.route<{ Params: { id: string } }>({
    method: 'GET',
    path: '/api/receipts/{id}',
    options: {
      ...logged,
      validate: {
        params: Joi.object({
          id: Joi.string()
            .pattern(/^[0-9a-f]{64}$/)
            .required(),
        }),
      },
    },
    handler: async (request, h) => {
      const { params } = request
      const person = personOf(request)
      if (!isSupervisor(person) && (await readableEntries(context, person, params.id)).length === 0)
        throw notFound('账本中没有此声明 The ledger has no such statement')
      if (!settings.notary) throw notFound('没有配置公证节点 No notary is configured')
      const answer = await fetch(`${settings.notary}/receipts/${params.id}`, {
        signal: AbortSignal.timeout(5000),
      }).catch(() => undefined)
      if (!answer)
        return h
          .response(problem(502, 'notary-away', '公证节点没有回应 The notary does not answer'))
          .code(502)
          .type('application/problem+json')
      const type = answer.ok ? 'application/json' : 'application/problem+json'
      return h
        .response(await answer.text())
        .code(answer.status)
        .type(type)
    },
  })
  server.route({
    method: 'GET',
    path: '/api/trust',
    options: { app: { ...scoped, ...unlogged } },
    handler: async (_, h) => {
      if (!settings.trust) throw notFound('没有配置信任文件 No trust file is configured')
      return h.response(await readFile(settings.trust, 'utf8')).type('application/json')
    },
  })
}
