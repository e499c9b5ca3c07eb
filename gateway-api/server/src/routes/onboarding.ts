import { type Envelope, field, keyId } from '@huren/records'
import Joi from 'joi'
import { RateLimiterRes } from 'rate-limiter-flexible'
import type { Context } from '../context.ts'
import { Problem } from '../http/problem.ts'
import { defineRoute, type Route } from '../http/route.ts'
import { type Application, applicationSchema, keyOf } from '../onboarding/application.ts'
import { type DeclineReason, declineReasons } from '../onboarding/decline-reasons.ts'
import { stages } from '../onboarding/standing.ts'
import { envelope } from './schemas.ts'

const pair = Joi.object<{ institution: Envelope; key: Envelope }>({
  institution: envelope.required(),
  key: envelope.required(),
})

const application = Joi.object({
  id: field.recordId().required(),
  accessKey: field.institutionId().required().description('接入授权码: the institution’s id'),
  appliedAt: Joi.string().required(),
  application: applicationSchema.required(),
  approvals: Joi.array()
    .items(Joi.object({ institution: field.institutionId(), key: field.keyId(), at: Joi.string() }))
    .required(),
  declines: Joi.array()
    .items(
      Joi.object({
        institution: field.institutionId(),
        key: field.keyId(),
        at: Joi.string(),
        reason: field.code(...declineReasons),
      }),
    )
    .required(),
  stage: field.code(...stages).required(),
  refusal: Joi.object({
    code: Joi.string().required(),
    field: Joi.string(),
    detail: Joi.string().required(),
  }),
  toSign: pair.description('for central organisations: what an approval signs'),
})

const noSuch = () => new Problem('not-found', 'there is no such application')

const apply = ({ onboarding, authenticator, limits }: Context): Route =>
  defineRoute<unknown, unknown, Application>({
    method: 'POST',
    path: '/v1/onboarding',
    tag: 'onboarding',
    summary: {
      zh: '申请接入：以新密钥签名请求，自动分配接入授权码',
      en: 'Apply, in a request signed with the new key; the access key is assigned (EXCH-14)',
    },
    access: 'public',
    body: applicationSchema,
    answers: { 201: { description: { zh: '申请', en: 'The application' }, schema: application } },
    handle: async ({ body, request, h }) => {
      await limits.applications.consume(request.info.remoteAddress).catch((error: unknown) => {
        if (!(error instanceof RateLimiterRes)) throw error
        throw new Problem('rate-limited', 'too many applications from this address', {
          retryAfter: Math.ceil(error.msBeforeNext / 1000),
        })
      })
      const key = { ...body.key, id: keyId(body.key) }
      await authenticator.verify(request, async (id) => {
        if (id !== key.id)
          throw new Problem('credential-invalid', 'sign the request with the key that applies')
        return key
      })
      const row = await onboarding.apply(body)
      return h
        .response(await onboarding.view(row))
        .code(201)
        .location(`/v1/onboarding/${row.id}`)
    },
  })

const list = ({ onboarding }: Context): Route =>
  defineRoute({
    method: 'GET',
    path: '/v1/onboarding',
    tag: 'onboarding',
    summary: { zh: '接入申请列表', en: 'All applications' },
    access: 'central',
    answers: {
      200: {
        description: { zh: '申请', en: 'Applications' },
        schema: Joi.object({ items: Joi.array().items(application).required() }),
      },
    },
    handle: async ({ caller }) => {
      const rows = await onboarding.list()
      return { items: await Promise.all(rows.map((row) => onboarding.view(row, caller))) }
    },
  })

const read = ({ onboarding, authenticator }: Context): Route =>
  defineRoute<{ id: string }>({
    method: 'GET',
    path: '/v1/onboarding/{id}',
    tag: 'onboarding',
    summary: {
      zh: '查询申请：共识机构，或申请者以新密钥签名',
      en: 'One application: for central organisations, and for the applicant with the new key',
    },
    access: 'public',
    params: Joi.object({ id: field.recordId().required() }),
    answers: { 200: { description: { zh: '申请', en: 'The application' }, schema: application } },
    handle: async ({ params: { id }, request }) => {
      const row = await onboarding.find(id)
      const key = row && { ...row.application.key, id: keyOf(row.application) }
      if (key && isSignedWith(request.headers['signature-input'], key.id)) {
        await authenticator.verify(request, async () => key)
        return onboarding.view(row)
      }
      const { caller } = await authenticator.authenticate(request)
      if (!row) throw noSuch()
      if (caller.role !== 'central')
        throw new Problem('forbidden', 'only the applicant and the central organisations')
      return onboarding.view(row, caller)
    },
  })

/** Which of the two ways to ask this is; the signature itself is verified afterwards. */
const isSignedWith = (signatureInput: unknown, key: string): boolean =>
  typeof signatureInput === 'string' && signatureInput.includes(`keyid="${key}"`)

const approve = ({ onboarding }: Context): Route =>
  defineRoute<{ id: string }, unknown, { institution: Envelope; key: Envelope }>({
    method: 'POST',
    path: '/v1/onboarding/{id}/approvals',
    tag: 'onboarding',
    summary: {
      zh: '批准：提交对两条声明的签名；三家中两家签署后自动上链',
      en: 'Approve: signatures under both statements; with two of three they go to the ledger',
    },
    access: 'central',
    params: Joi.object({ id: field.recordId().required() }),
    body: pair,
    answers: { 200: { description: { zh: '申请', en: 'The application' }, schema: application } },
    handle: async ({ params: { id }, body, caller }) =>
      onboarding.view(await onboarding.approve(id, caller, body), caller),
  })

const decline = ({ onboarding }: Context): Route =>
  defineRoute<{ id: string }, unknown, { reason: DeclineReason }>({
    method: 'POST',
    path: '/v1/onboarding/{id}/declines',
    tag: 'onboarding',
    summary: {
      zh: '拒绝：说明理由代码；三家中两家拒绝即结束，机构可重新申请',
      en: 'Decline, with a coded reason; when two of three decline it is over, and the institution may apply anew',
    },
    access: 'central',
    params: Joi.object({ id: field.recordId().required() }),
    body: Joi.object({ reason: field.code(...declineReasons).required() }),
    answers: { 200: { description: { zh: '申请', en: 'The application' }, schema: application } },
    handle: async ({ params: { id }, body: { reason }, caller }) =>
      onboarding.view(await onboarding.decline(id, caller, reason), caller),
  })

export const onboardingRoutes = (context: Context): Route[] => [
  apply(context),
  list(context),
  read(context),
  approve(context),
  decline(context),
]
