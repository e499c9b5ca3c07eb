import type { Boom } from '@hapi/boom'
import type { Lifecycle, Request, ResponseToolkit } from '@hapi/hapi'
import { Refusal } from '@huren/records'
import { GatewayError } from '@hyperledger/fabric-gateway'
import type { Logger } from 'pino'
import { describe, natureOf } from '../ledger/failure.ts'
import { type GatewayProblemCode, Problem } from './problem.ts'

/** What the web server says by itself, in this API's codes. */
const byStatus: Readonly<Record<number, readonly [GatewayProblemCode, string]>> = {
  400: ['body-invalid', 'the request is malformed'],
  // outside of the folder that is served
  403: ['not-found', 'there is nothing at this address'],
  404: ['not-found', 'there is nothing at this address'],
  405: ['method-not-allowed', 'this method is not for this address'],
  406: ['not-acceptable', 'this is not available in the type that was asked for'],
  408: ['request-timeout', 'the body did not arrive in time'],
  413: ['body-too-large', 'a body has at most 8 MiB'],
  415: ['content-type', 'the body must be application/json'],
}

const internal = () => new Problem('internal', 'the gateway could not answer this; its log says why')

const problemOf = (error: Boom): Problem => {
  if (error instanceof Problem) return error
  if (error instanceof Refusal) return Problem.of(error)
  if (error instanceof GatewayError)
    return natureOf(error) === 'odd'
      ? new Problem('ledger-refused', describe(error))
      : new Problem('ledger-unreachable', 'the ledger cannot be reached now', { retryAfter: 5 })
  const known = byStatus[error.output.statusCode]
  return known ? new Problem(...known) : internal()
}

/** Every error leaves as problem details (RFC 9457); what was not foreseen is logged and says nothing outside. */
export const answerProblems =
  (log: Logger) =>
  (request: Request, h: ResponseToolkit): Lifecycle.ReturnValue => {
    const { response } = request
    if (!('isBoom' in response)) return h.continue
    const problem = problemOf(response)
    if (problem.code === 'internal') log.error({ err: response, route: request.route.path }, 'internal error')
    const answer = h
      .response(problem.details(request.path))
      .code(problem.status)
      .type('application/problem+json')
    if (problem.retryAfter !== undefined) answer.header('retry-after', String(problem.retryAfter))
    if (problem.status === 401) answer.header('www-authenticate', 'Bearer realm="huren", Signature')
    return answer
  }
