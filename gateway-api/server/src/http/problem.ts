import { type Refusal, type RefusalCode, refusalCodes } from '@huren/records'

/** The gateway's own codes with their status; a refused statement's code comes from the record model. Never renamed. */
const gatewayProblems = {
  'parameter-invalid': 400,
  'body-missing': 400,
  'body-invalid': 400,
  'request-malformed': 400,
  'content-digest-missing': 400,
  'content-digest-mismatch': 400,
  'signature-required': 401,
  'signature-unacceptable': 401,
  'signature-stale': 401,
  'signature-replayed': 401,
  'credential-invalid': 401,
  'token-invalid': 401,
  'key-inactive': 401,
  forbidden: 403,
  'not-found': 404,
  'method-not-allowed': 405,
  'not-acceptable': 406,
  'request-timeout': 408,
  'onboarding-closed': 409,
  'already-registered': 409,
  'already-decided': 409,
  'number-taken': 409,
  'replay-needless': 409,
  'body-too-large': 413,
  'content-type': 415,
  'content-encoding': 415,
  'headers-too-large': 431,
  'too-many-statements': 422,
  'proposal-foreign': 422,
  'ledger-refused': 422,
  'rate-limited': 429,
  internal: 500,
  'queue-full': 503,
  'ledger-unreachable': 503,
  'storage-failed': 503,
  stopping: 503,
} as const
export type GatewayProblemCode = keyof typeof gatewayProblems
export type ProblemCode = GatewayProblemCode | RefusalCode

const malformed: readonly ProblemCode[] = [
  'envelope-malformed',
  'json-malformed',
  'json-duplicate-key',
  'unicode-ill-formed',
]

const isOwn = (code: ProblemCode): code is GatewayProblemCode => code in gatewayProblems

/** The HTTP status of a code: 400 for what is no statement at all, 413 for size, 422 for what the rules refuse. */
const statusOf = (code: ProblemCode): number => {
  if (isOwn(code)) return gatewayProblems[code]
  if (code === 'envelope-too-large' || code === 'batch-too-large') return 413
  return malformed.includes(code) ? 400 : 422
}

export interface ProblemDetails {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: ProblemCode
  readonly detail: string
  readonly field?: string
  readonly instance?: string
  readonly [member: string]: unknown
}

/** Thrown anywhere below a route; becomes problem details (RFC 9457). */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly code: ProblemCode
  readonly detail: string
  readonly field?: string
  /** Seconds after which it is worth coming back. */
  readonly retryAfter?: number
  readonly members: Readonly<Record<string, unknown>>

  constructor(
    code: ProblemCode,
    detail: string,
    more: {
      readonly field?: string
      readonly retryAfter?: number
      readonly members?: Readonly<Record<string, unknown>>
    } = {},
  ) {
    super(`${code}: ${detail}`)
    this.code = code
    this.detail = detail
    if (more.field !== undefined) this.field = more.field
    if (more.retryAfter !== undefined) this.retryAfter = more.retryAfter
    this.members = more.members ?? {}
  }

  static of(refusal: Pick<Refusal, 'code' | 'detail' | 'field'>, members?: Record<string, unknown>): Problem {
    return new Problem(refusal.code, refusal.detail, {
      ...(refusal.field !== undefined && { field: refusal.field }),
      ...(members && { members }),
    })
  }

  get status(): number {
    return statusOf(this.code)
  }

  details(instance: string): ProblemDetails {
    return {
      ...this.members,
      type: `urn:huren:problem:${this.code}`,
      title: this.code.replaceAll('-', ' '),
      status: this.status,
      code: this.code,
      detail: this.detail,
      ...(this.field !== undefined && { field: this.field }),
      instance,
    }
  }
}

/** All codes a client can meet, for the documentation. */
export const problemCodes: readonly ProblemCode[] = [
  ...(Object.keys(gatewayProblems) as GatewayProblemCode[]),
  ...refusalCodes,
]
