import { readFile } from 'node:fs/promises'
import type { Request, ResponseToolkit, Server } from '@hapi/hapi'
import { field, type Instant, type InstitutionId, parseReconciliation } from '@huren/records'
import Joi from 'joi'
import type { Context } from '../context.ts'
import { callerOf, checkInstitution, withRight } from '../http/access.ts'
import { HttpProblem } from '../http/problem.ts'
import { reconcile } from '../reconcile/reconcile.ts'
import type { ReportQuestion } from '../reconcile/reports.ts'

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

const selection = Joi.object<ReportQuestion>({
  institution: field.institutionId(),
  differing: Joi.boolean(),
  before: Joi.string().max(100),
  limit: Joi.number().integer().min(1).max(1000).default(1000),
})

const list = (context: Context) => async (request: Request) => {
  const { error, value } = selection.validate(request.query)
  if (error) throw new HttpProblem('body-invalid', error.message)
  const { institution } = callerOf(request)
  return context.reports.list({ ...(value as ReportQuestion), ...(institution && { institution }) })
}

/** Of a report as it is stored. */
const institutionIn = (file: string): InstitutionId =>
  parseReconciliation(JSON.stringify(JSON.parse(file).report)).payload.institution

const get = (context: Context) => async (request: Request, h: ResponseToolkit) => {
  const text = await context.reports.get(String(request.params.id))
  if (!text) throw new HttpProblem('not-found', 'there is no such report')
  const caller = callerOf(request)
  if (caller.institution) checkInstitution(caller, institutionIn(text))
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
