import { field, type StatementId } from '@huren/records'
import Joi from 'joi'
import type { Caller } from '../auth/known-key.ts'
import type { Context } from '../context.ts'
import { Problem } from '../http/problem.ts'
import { defineRoute, type Route } from '../http/route.ts'
import type { DeadRow } from '../store/buckets.ts'
import { answer, promised } from './schemas.ts'

const letter = Joi.object({
  id: field.statementId().required(),
  family: Joi.string().required(),
  submitter: Joi.string().required(),
  receivedAt: Joi.string().required(),
  deadline: Joi.string().required(),
  diedAt: Joi.string().required(),
  replayAt: Joi.string().required(),
  replays: Joi.number().integer().required(),
  cause: Joi.object({ code: Joi.string().required(), detail: Joi.string().required() }).required(),
  envelope: Joi.object().unknown().required(),
})

const mayHandle =
  (caller: Caller) =>
  ({ submitter }: DeadRow): boolean =>
    caller.role === 'central' || submitter === caller.name

const list = ({ deadLetters }: Context): Route =>
  defineRoute({
    method: 'GET',
    path: '/v1/dead-letters',
    tag: 'dead letters',
    summary: { zh: '未能送达的声明及原因', en: 'Statements that could not be delivered, and why' },
    access: 'caller',
    answers: {
      200: {
        description: { zh: '死信', en: 'Dead letters' },
        schema: Joi.object({ items: Joi.array().items(letter).required() }),
      },
    },
    handle: async ({ caller }) => {
      const rows = await deadLetters.list(mayHandle(caller))
      return { items: rows.map(({ text, ...row }) => ({ ...row, envelope: JSON.parse(text) })) }
    },
  })

const replay = ({ deadLetters, submissions }: Context): Route =>
  defineRoute<{ id: StatementId }>({
    method: 'POST',
    path: '/v1/dead-letters/{id}/replay',
    tag: 'dead letters',
    summary: { zh: '补推一条死信', en: 'Send a dead letter again' },
    access: 'caller',
    params: Joi.object({ id: field.statementId().required() }),
    answers: { 202: { description: { zh: '已重新排队', en: 'In the queue again' }, schema: promised } },
    handle: async ({ params: { id }, caller, h }) => {
      const row = await deadLetters.find(id)
      if (!row || !mayHandle(caller)(row))
        throw new Problem('not-found', 'there is no such dead letter of yours')
      const { results, promises } = await submissions.answers([await deadLetters.replay(row)], 0)
      return h
        .response({ ...results[0], promises })
        .code(202)
        .location(`/v1/statements/${id}`)
    },
  })

const discard = ({ deadLetters, submissions }: Context): Route =>
  defineRoute<{ id: StatementId }>({
    method: 'POST',
    path: '/v1/dead-letters/{id}/discard',
    tag: 'dead letters',
    summary: { zh: '放弃一条死信，不再补推', en: 'Give a dead letter up: it is not sent any more' },
    access: 'caller',
    params: Joi.object({ id: field.statementId().required() }),
    answers: { 200: { description: { zh: '已放弃', en: 'Given up' }, schema: answer } },
    handle: async ({ params: { id }, caller, h }) => {
      const row = await deadLetters.find(id)
      // what an institution promised to state, nobody else gives up
      if (row?.submitter !== caller.name)
        throw new Problem('not-found', 'there is no such dead letter of yours')
      await deadLetters.discard(row, caller.key.id)
      return h.response({ ...(await submissions.stand(id)) })
    },
  })

export const deadLetterRoutes = (context: Context): Route[] => [
  list(context),
  replay(context),
  discard(context),
]
