/** Problem details for HTTP APIs (RFC 9457) with the gateway's extension members. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail?: string
  readonly instance?: string
  /** Stable: what a program branches on (a `RefusalCode`, or the gateway's own, such as `not-found`). */
  readonly code: string
  /** The field that the refusal concerns, dots for nesting. */
  readonly field?: string
}

/** The gateway answered, and its answer was no. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly problem: Problem
  /** Seconds to wait before the next attempt, when the gateway said so (RFC 9110, section 10.2.3). */
  readonly retryAfter?: number

  constructor(problem: Problem, retryAfter?: number) {
    super(`${problem.code}: ${problem.detail ?? problem.title}`)
    this.problem = problem
    if (retryAfter !== undefined) this.retryAfter = retryAfter
  }

  get code(): string {
    return this.problem.code
  }

  get status(): number {
    return this.problem.status
  }
}

/** No answer at all: the address is wrong, the gateway is down or the line is cut. The cause says which. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError'

  constructor(url: URL, cause: unknown) {
    super(`no answer from ${url.origin}: ${reasonOf(cause)}`, { cause })
  }
}

/** `fetch` hides the system's error (ECONNREFUSED …) one level down. */
const reasonOf = (cause: unknown): string => {
  if (!(cause instanceof Error)) return String(cause)
  return cause.cause instanceof Error ? cause.cause.message || String(cause.cause) : cause.message
}

/** Delay in seconds of a Retry-After field: a number of seconds or an HTTP date. */
const retryAfterOf = (headers: Headers): number | undefined => {
  const value = headers.get('retry-after')
  if (value === null) return undefined
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1000
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined
}

const isProblem = (body: unknown): body is Problem =>
  typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string'

/** Something other than a gateway has answered, or something in between. */
export const unexpectedAnswer = ({ status, statusText, headers }: Response, detail: string): ProblemError => {
  const title = statusText || 'Unexpected answer'
  const problem = { type: 'about:blank', title, status, code: 'unexpected-answer', detail }
  return new ProblemError(problem, retryAfterOf(headers))
}

/** Reads an answer outside 2xx; whatever stands between (a proxy's HTML page) still becomes a problem with a code. */
export const problemOf = async (response: Response): Promise<ProblemError> => {
  const body: unknown = await response.json().catch(() => undefined)
  return isProblem(body)
    ? new ProblemError(body, retryAfterOf(response.headers))
    : unexpectedAnswer(response, `HTTP ${response.status} without problem details`)
}
