import type { Request, Server } from '@hapi/hapi'
import Joi from 'joi'
import type { Context } from '../context.ts'
import { callerOf, checkInstitution, withRight } from '../http/access.ts'
import { HttpProblem } from '../http/problem.ts'
import { type ListName, listKinds } from '../lists/list-name.ts'

interface Question extends ListName {
  readonly after?: number
}
const question = Joi.object<Question>({
  kind: Joi.valid(...listKinds).required(),
  name: Joi.string().max(512).required(),
  after: Joi.number().integer().min(0).max(1_000_000_000),
}).required()

/** Asked with POST: a person's identifier must not stand in an address, which proxies log. */
const list = (context: Context) => async (request: Request) => {
  const { error, value } = question.validate(request.payload, { convert: false })
  if (error) throw new HttpProblem('body-invalid', 'the body is {"kind", "name", "after"?}')
  const { kind, name, after } = value as Question
  const caller = callerOf(request)
  if (kind === 'institution') checkInstitution(caller, name)
  else if (caller.institution !== undefined || !caller.may.includes('read'))
    throw new HttpProblem('forbidden', 'this token is not for lists of persons')
  return context.proofs().list({ kind, name }, after)
}

/** Complete lists of a person's or an institution's accesses. */
export const listRoutes = (server: Server, context: Context): void => {
  server.route({
    method: 'POST',
    path: '/v1/lists',
    options: {
      auth: withRight('read', 'reconcile', 'supervise'),
      payload: { maxBytes: 4096, allow: 'application/json' },
    },
    handler: list(context),
  })
}
