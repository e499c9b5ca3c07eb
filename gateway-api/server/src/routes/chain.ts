import { field } from '@huren/records'
import Joi from 'joi'
import type { Context } from '../context.ts'
import { Problem } from '../http/problem.ts'
import { defineRoute, type Route } from '../http/route.ts'
import { blockKey } from '../store/buckets.ts'

const transaction = ({ buckets }: Context): Route =>
  defineRoute<{ id: string }>({
    method: 'GET',
    path: '/v1/transactions/{id}',
    tag: 'chain',
    summary: { zh: '一笔交易及其声明标识', en: 'A transaction and the ids of its statements' },
    access: 'caller',
    params: Joi.object({ id: field.digest().required() }),
    answers: {
      200: {
        description: { zh: '交易', en: 'The transaction' },
        schema: Joi.object({
          id: field.digest().required(),
          block: Joi.number().integer().required(),
          index: Joi.number().integer().required(),
          validation: Joi.string().required(),
          timestamp: Joi.string().required(),
          creator: Joi.string().required().description('MSP id'),
          statements: Joi.array().items(field.statementId()).required(),
        }),
      },
    },
    handle: async ({ params: { id } }) => {
      const row = await buckets.transactions.get(id)
      if (!row) throw new Problem('not-found', 'there is no such transaction')
      return row
    },
  })

const block = ({ buckets }: Context): Route =>
  defineRoute<{ number: number }>({
    method: 'GET',
    path: '/v1/blocks/{number}',
    tag: 'chain',
    summary: { zh: '一个区块及其交易标识', en: 'A block and the ids of its transactions' },
    access: 'caller',
    params: Joi.object({ number: Joi.number().integer().min(0).required() }),
    answers: {
      200: {
        description: { zh: '区块', en: 'The block' },
        schema: Joi.object({
          number: Joi.number().integer().required(),
          previousHash: Joi.string().hex().allow('').required(),
          dataHash: Joi.string().hex().required(),
          transactions: Joi.array().items(Joi.string().allow('')).required(),
        }),
      },
    },
    handle: async ({ params: { number } }) => {
      const row = await buckets.blocks.get(blockKey(number))
      if (!row) throw new Problem('not-found', 'there is no such block yet')
      return row
    },
  })

export const chainRoutes = (context: Context): Route[] => [transaction(context), block(context)]
