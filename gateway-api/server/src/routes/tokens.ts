import Joi from 'joi'
import type { Context } from '../context.ts'
import { Problem } from '../http/problem.ts'
import { defineRoute, type Route } from '../http/route.ts'

export const tokenRoutes = ({ tokens }: Context): Route[] => [
  defineRoute({
    method: 'POST',
    path: '/v1/tokens',
    tag: 'access',
    summary: { zh: '以一次签名请求换取短期令牌', en: 'A short-lived token for one signed request' },
    access: 'caller',
    answers: {
      201: {
        description: { zh: '令牌', en: 'The token' },
        schema: Joi.object({ token: Joi.string().required(), expiresAt: Joi.string().required() }),
      },
    },
    handle: async ({ caller, request, h }) => {
      if (request.auth.credentials.user?.means !== 'signature')
        throw new Problem('signature-required', 'a token is obtained with a signature, not with a token')
      return h.response(await tokens.issue(caller.key.id)).code(201)
    },
  }),
]
