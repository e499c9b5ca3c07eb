import { field, type StatementId } from '@huren/records'
import Joi from 'joi'
import type { Context } from '../context.ts'
import { defineRoute, type Route } from '../http/route.ts'

/** Rows of one answer; a submitter that has more waiting sees the oldest, and that there are more. */
const most = 200

const waiting = Joi.object({
  id: field.statementId().required(),
  family: Joi.string().required(),
  receivedAt: Joi.string().required(),
  deadline: Joi.string().required(),
  replays: Joi.number().integer().required(),
  envelope: Joi.object().unknown().required(),
})

const queue = ({ queue }: Context): Route =>
  defineRoute({
    method: 'GET',
    path: '/v1/queue',
    tag: 'statements',
    summary: {
      zh: '本人提交、尚未有最终结果的声明，先到在前',
      en: 'What one submitted and is not final yet, oldest first',
    },
    access: 'caller',
    answers: {
      200: {
        description: { zh: '排队中的声明', en: 'Statements in the queue' },
        schema: Joi.object({
          items: Joi.array().items(waiting).required(),
          all: Joi.number().integer().required(),
        }),
      },
    },
    handle: ({ caller }) => {
      const entries = queue.waitingOf(caller.name)
      const items = entries
        .slice(0, most)
        .map(({ row: { id, family, receivedAt, deadline, replays, text } }) => ({
          ...{ id, family, receivedAt, deadline, replays },
          envelope: JSON.parse(text),
        }))
      return { items, all: entries.length }
    },
  })

const refusal = Joi.object({
  id: field.statementId().required(),
  at: Joi.string().required(),
  code: Joi.string().required(),
  field: Joi.string().allow(''),
  detail: Joi.string().required(),
})

/** Where the next page begins: the last row's time and id. */
const cursor = Joi.string().pattern(/^[\d:.TZ-]{24}\/[0-9a-f]{64}$/, 'cursor')

const refusals = ({ buckets }: Context): Route =>
  defineRoute<unknown, { limit: number; cursor?: string }>({
    method: 'GET',
    path: '/v1/refusals',
    tag: 'statements',
    summary: {
      zh: '本人提交而被账本拒绝的声明，新的在前，保留一个月',
      en: 'What one submitted and the ledger refused, newest first, kept for a month',
    },
    access: 'caller',
    query: Joi.object({ limit: Joi.number().integer().min(1).max(200).default(50), cursor }),
    answers: {
      200: {
        description: { zh: '一页拒绝', en: 'A page of refusals' },
        schema: Joi.object({ items: Joi.array().items(refusal).required(), next: Joi.string() }),
      },
    },
    handle: async ({ caller, query }) => {
      const prefix = `${caller.name}/`
      const range = { gt: prefix, lt: prefix + (query.cursor ?? ':'), reverse: true, limit: query.limit }
      const keys = (await buckets.refusedOf.keys(range).all()).map((key) => key.slice(prefix.length))
      const ids = keys.map((key) => key.slice(25) as StatementId)
      const rows = await buckets.refused.getMany(ids)
      const items = rows.flatMap((row, i) => {
        if (!row) return []
        const { at, code, field, detail } = row
        return [{ id: ids[i], at, code, ...(field !== undefined && { field }), detail }]
      })
      return { items, ...(keys.length === query.limit && { next: keys.at(-1) }) }
    },
  })

/** What a submitter has on its way, and what came back. */
export const ownRoutes = (context: Context): Route[] => [queue(context), refusals(context)]
