import type { ResponseObject, ResponseToolkit } from '@hapi/hapi'
import { Refusal } from '@huren/records'
import { type AccessLogCode, AccessLogError } from '../error.ts'

/** The service's own codes with their status; a refused event's code comes from the record model. Never renamed. */
export const httpCodes = {
  'body-invalid': 400,
  'token-missing': 401,
  'token-unknown': 401,
  forbidden: 403,
  'not-found': 404,
  'body-too-large': 413,
  'content-type': 415,
  'too-many-events': 422,
  internal: 500,
} as const
export type HttpCode = keyof typeof httpCodes

const ownStatus: Record<AccessLogCode, number> = {
  'log-damaged': 500,
  'log-failed': 503,
  'log-closed': 503,
  'log-full': 507,
  'log-busy': 503,
  'log-mismatch': 500,
  'log-fork': 500,
  'out-of-range': 404,
  'not-witnessed': 409,
  'list-long': 413,
  'list-invalid': 422,
  'checkpoint-refused': 503,
  'ledger-unreachable': 503,
  'notary-unreachable': 503,
}

/** A failure that is answered as problem details (RFC 9457). */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem'
  readonly code: HttpCode

  constructor(code: HttpCode, detail: string) {
    super(detail)
    this.code = code
  }
}

interface Answer {
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly field?: string
}

/** What an error means to whoever asked. */
export const answerOf = (error: unknown): Answer => {
  if (error instanceof HttpProblem)
    return { status: httpCodes[error.code], code: error.code, detail: error.message }
  if (error instanceof AccessLogError)
    return { status: ownStatus[error.code], code: error.code, detail: error.message }
  if (error instanceof Refusal)
    return { status: 422, code: error.code, detail: error.detail, ...(error.field && { field: error.field }) }
  return { status: 500, code: 'internal', detail: 'a fault of this service; it is in its log' }
}

const waits = new Set([409, 503])

export const problemResponse = (h: ResponseToolkit, answer: Answer): ResponseObject => {
  const response = h
    .response({ type: `urn:huren:problem:${answer.code}`, title: answer.detail, ...answer })
    .code(answer.status)
    .type('application/problem+json')
  if (answer.status === 401) response.header('www-authenticate', 'Bearer')
  return waits.has(answer.status) ? response.header('retry-after', '2') : response
}
