import type { Boom } from '@hapi/boom'
import type { Lifecycle, Request, ResponseToolkit } from '@hapi/hapi'
import { Refusal } from '@huren/records'
import { GatewayError } from '@hyperledger/fabric-gateway'
import type { Logger } from 'pino'
import { describe, natureOf } from '../ledger/failure.ts'
import { cutOff, isLate, tooLate } from './client-errors.ts'
import { type GatewayProblemCode, Problem } from './problem.ts'
import { maximumBody } from './route.ts'

/** What the web server says by itself, in this API's codes. */
const byStatus = {
  400: ['body-invalid', 'the request is malformed'],
  // outside of the folder that is served
  403: ['not-found', 'there is nothing at this address'],
  404: ['not-found', 'there is nothing at this address'],
  405: ['method-not-allowed', 'this method is not for this address'],
  406: ['not-acceptable', 'this is not available in the type that was asked for'],
  408: ['request-timeout', 'the body did not arrive in time'],
  413: ['body-too-large', 'a body has at most 8 MiB'],
  415: ['content-type', 'the body must be application/json'],
} as const satisfies Readonly<Record<number, readonly [GatewayProblemCode, string]>>

const foreseen = (status: keyof typeof byStatus): Problem => {
  const [code, detail] = byStatus[status]
  return new Problem(code, detail)
}

const isKnown = (status: number): status is keyof typeof byStatus => status in byStatus

const internal = () => new Problem('internal', 'the gateway could not answer this; its log says why')

const tooLarge = () => foreseen(413)

/**
 * A body that says it is too large is refused before it is read; one in chunks as soon as it has become too large.
 * hapi itself reads the first to its end, and gives the second no answer.
 */
export const refuseLargeBodies = (
  { headers, events, raw: { req } }: Request,
  h: ResponseToolkit,
): Lifecycle.ReturnValue => {
  if (Number(headers['content-length'] ?? 0) > maximumBody) throw tooLarge()
  if (!('transfer-encoding' in headers)) return h.continue
  let size = 0
  events.on('peek', (chunk: string | Buffer) => {
    const before = size
    size += chunk.length
    if (before <= maximumBody && size > maximumBody) cutOff(req.socket, tooLarge())
  })
  return h.continue
}

const problemOf = (error: Boom, { raw: { req } }: Request): Problem => {
  if (isLate(req.socket)) return tooLate()
  if (error instanceof Problem) return error
  if (error instanceof Refusal) return Problem.of(error)
  if (error instanceof GatewayError)
    return natureOf(error) === 'odd'
      ? new Problem('ledger-refused', describe(error))
      : new Problem('ledger-unreachable', 'the ledger cannot be reached now', { retryAfter: 5 })
  if (error.message.startsWith('Invalid content-type')) return foreseen(415)
  const { statusCode } = error.output
  return isKnown(statusCode) ? foreseen(statusCode) : internal()
}

/** Every error leaves as problem details (RFC 9457); what was not foreseen is logged and says nothing outside. */
export const answerProblems =
  (log: Logger) =>
  (request: Request, h: ResponseToolkit): Lifecycle.ReturnValue => {
    const { response } = request
    if (!('isBoom' in response)) return h.continue
    const problem = problemOf(response, request)
    if (problem.code === 'internal') log.error({ err: response, route: request.route.path }, 'internal error')
    const answer = h
      .response(problem.details(request.path))
      .code(problem.status)
      .type('application/problem+json')
    // what is left of the body is not waited for
    if (problem.status === 413 || problem.status === 408) answer.header('connection', 'close')
    if (problem.retryAfter !== undefined) answer.header('retry-after', String(problem.retryAfter))
    if (problem.status === 401) answer.header('www-authenticate', 'Bearer realm="huren", Signature')
    return answer
  }
