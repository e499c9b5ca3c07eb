import { field, type RecordId } from '@huren/records'
import Joi from 'joi'
import type { Context } from '../context.ts'
import { Problem } from '../http/problem.ts'
import { defineRoute, type Route } from '../http/route.ts'

const answer = Joi.object({
  mark: Joi.string().valid('HR').allow(null).required(),
  range: Joi.object({ scope: Joi.string().valid('city', 'province').required(), city: Joi.string() })
    .allow(null)
    .required(),
  status: Joi.string().required(),
  until: Joi.string().allow(null).required(),
  blocks: Joi.array().items(Joi.string()).required(),
})

/** What the contract says of a report before a doctor decides: asked by who holds its random id, told by the rules in force. */
export const recognisableRoutes = ({ ledger }: Context): Route[] => [
  defineRoute<{ id: RecordId }>({
    method: 'GET',
    path: '/v1/recognisable/{id}',
    tag: 'reports',
    summary: {
      zh: '一份报告能否互认：互认标识 HR 与互认范围，或阻断原因',
      en: 'Whether a report may be recognised: the mark HR with its range, or what blocks it',
    },
    access: 'institution',
    params: Joi.object({ id: field.recordId().required() }),
    answers: { 200: { description: { zh: '互认标识', en: 'Recognition mark' }, schema: answer } },
    handle: async ({ params: { id } }) => {
      const found = await ledger.query('Report:recognisable', id)
      if (found === null) throw new Problem('not-found', 'there is no such report')
      return found
    },
  }),
]
