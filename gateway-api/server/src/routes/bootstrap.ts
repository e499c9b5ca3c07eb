import { type Envelope, parseEnvelope } from '@huren/records'
import Joi from 'joi'
import type { Context } from '../context.ts'
import { Problem } from '../http/problem.ts'
import { defineRoute, type Route } from '../http/route.ts'
import { within } from '../within.ts'
import { envelope, results } from './schemas.ts'

/** The largest bootstrap: three institutions with a handful of keys each. */
const maximum = 50
/** Milliseconds to wait for the block. */
const patience = 30_000

export const bootstrapRoutes = ({ ledger, projection }: Context): Route[] => [
  defineRoute<unknown, unknown, { statements: Envelope[] }>({
    method: 'POST',
    path: '/v1/bootstrap',
    tag: 'onboarding',
    summary: {
      zh: '创立：三家共识机构及其密钥，仅对空账本有效',
      en: 'Bootstrap: the three central organisations and their keys, on an empty ledger only',
    },
    access: 'public',
    body: Joi.object({ statements: Joi.array().items(envelope).min(1).max(maximum).required() }),
    answers: { 200: { description: { zh: '各条结果', en: 'Results' }, schema: results } },
    handle: async ({ body }) => {
      const texts = body.statements.map((one) => parseEnvelope(JSON.stringify(one)).text)
      const endorsed = await ledger.endorse('Registry:bootstrap', texts)
      const news = endorsed.results.some(({ outcome }) => outcome === 'committed')
      if (!news) return { results: endorsed.results.map(answerOf) }
      const settled = projection.settled(endorsed.transaction)
      await endorsed.submit()
      const fate = await within(settled.fate, patience).finally(() => settled.forget())
      if (fate?.validation !== 'VALID')
        throw new Problem(
          'ledger-refused',
          `the bootstrap is ${fate?.validation ?? 'in no block yet'}; send it again`,
        )
      const where = { transaction: endorsed.transaction, block: fate.block }
      return { results: endorsed.results.map((one) => ({ ...answerOf(one), ...where })) }
    },
  }),
]

const answerOf = <T extends { outcome: string }>(result: T) => ({
  ...result,
  stage: result.outcome === 'refused' ? 'refused' : 'committed',
})
