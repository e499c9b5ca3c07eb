import { readFile } from 'node:fs/promises'
import type { Request, ResponseToolkit, Server } from '@hapi/hapi'
import { field, type Instant, type InstitutionId } from '@huren/records'
import Joi from 'joi'
import type { Context } from '../context.ts'
import { callerOf, checkInstitution, withRight } from '../http/access.ts'
import { HttpProblem } from '../http/problem.ts'
import { reconcile } from '../reconcile/reconcile.ts'

interface Question {
  readonly institution: InstitutionId
  readonly list: object
  readonly settle: number
  readonly from?: Instant
}
const question = Joi.object<Question>({
  institution: field.institutionId().required(),
  list: Joi.object().unknown().required(),
  settle: Joi.number().integer().min(0).max(86_400).default(600),
  from: field.instant(),
}).required()

const mostBytes = 64 * 1024 * 1024

/** The hospital hands in the complete list of its own log; the answer is the signed report, which is kept. */
const compare = (context: Context) => async (request: Request, h: ResponseToolkit) => {
  const { error, value } = question.validate(request.payload, { convert: false })
  if (error) throw new HttpProblem('body-invalid', `${error.message}`)
  const { institution, list, settle, from } = value as Question
  checkInstitution(callerOf(request), institution)
  const { trustFile, institution: issuer } = context.settings
  if (!trustFile) throw new HttpProblem('not-found', 'this service has no trust file (HUREN_TRUST)')
  const file = reconcile({
    institution,
    hospital: list,
    cloud: await context.proofs().list({ kind: 'institution', name: institution }),
    trust: await readFile(trustFile, 'utf8'),
    settle,
    ...(from && { from }),
    issuer,
    key: context.key,
  })
  const summary = await context.reports.add(file)
  return h.response(summary).code(201).location(`/v1/reconciliations/${summary.id}`)
}

const list = (context: Context) => async (request: Request) => {
  const { institution } = callerOf(request)
  const items = await context.reports.list()
  return { items: items.filter((item) => institution === undefined || item.institution === institution) }
}

const get = (context: Context) => async (request: Request, h: ResponseToolkit) => {
  const text = await context.reports.get(String(request.params.id))
  if (!text) throw new HttpProblem('not-found', 'there is no such report')
  const { institution } = callerOf(request)
  const summary = (await context.reports.list()).find(({ id }) => id === request.params.id)
  if (institution !== undefined && summary?.institution !== institution)
    throw new HttpProblem('forbidden', `this token is for ${institution} only`)
  return h.response(text).type('application/json')
}

/** Comparing a hospital's log with this one; the regulator reads all reports. */
export const reconciliationRoutes = (server: Server, context: Context): void => {
  const auth = withRight('supervise', 'reconcile')
  server.route([
    {
      method: 'POST',
      path: '/v1/reconciliations',
      options: { auth, payload: { maxBytes: mostBytes, allow: 'application/json' } },
      handler: compare(context),
    },
    { method: 'GET', path: '/v1/reconciliations', options: { auth }, handler: list(context) },
    { method: 'GET', path: '/v1/reconciliations/{id}', options: { auth }, handler: get(context) },
  ])
}
