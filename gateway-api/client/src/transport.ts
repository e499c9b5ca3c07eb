import { setTimeout as delay } from 'node:timers/promises'
import pRetry, { type RetryContext } from 'p-retry'
import type { Credentials, OutgoingRequest } from './credentials.ts'
import { ProblemError, problemOf, UnreachableError, unexpectedAnswer } from './problem.ts'

export interface TransportOptions {
  readonly url: URL
  readonly credentials: Credentials
  /** Attempts after the first; 0 gives up at once. */
  readonly retries: number
  /** Milliseconds without an answer before an attempt is given up. */
  readonly timeout: number
}

export interface Call {
  readonly method?: 'GET' | 'POST'
  readonly path: string
  readonly query?: Readonly<Record<string, string | number | undefined>>
  readonly headers?: Record<string, string>
  /** Sent as JSON. */
  readonly body?: unknown
  readonly signal?: AbortSignal
  /** Statuses besides 2xx that are answers here, and no problems. */
  readonly answers?: readonly number[]
  /** A stream stays open as long as it likes. */
  readonly open?: boolean
}

/** "Try later": the gateway is full, starting, or without its ledger. Everything else is an answer. */
const tryLater = new Set([429, 502, 503, 504])

const worthRetrying = ({ error }: RetryContext) =>
  error instanceof UnreachableError || (error instanceof ProblemError && tryLater.has(error.status))

/** p-retry backs off by itself; a Retry-After that asks for more is waited for on top. */
const honourRetryAfter = async (context: RetryContext) => {
  const { error, retryDelay, retriesLeft } = context
  if (retriesLeft === 0 || !worthRetrying(context)) return
  const asked = error instanceof ProblemError ? (error.retryAfter ?? 0) * 1000 : 0
  if (asked > retryDelay) await delay(asked - retryDelay)
}

const outgoing = (base: URL, call: Call): OutgoingRequest => {
  const url = new URL(call.path.replace(/^\//, ''), base)
  for (const [name, value] of Object.entries(call.query ?? {}))
    if (value !== undefined) url.searchParams.set(name, String(value))
  const headers: Record<string, string> = { accept: 'application/json', ...call.headers }
  if (call.body === undefined) return { method: call.method ?? 'GET', url, headers }
  const body = new TextEncoder().encode(JSON.stringify(call.body))
  return {
    method: call.method ?? 'POST',
    url,
    headers: { ...headers, 'content-type': 'application/json' },
    body,
  }
}

const signalOf = ({ signal, open }: Call, timeout: number) =>
  AbortSignal.any([...(signal ? [signal] : []), ...(open ? [] : [AbortSignal.timeout(timeout)])])

/** What is made of an answer; a line that is cut while it is read is tried again like one that is cut before. */
type Read<T> = (response: Response) => Promise<T> | T

const attempt = async <T>(options: TransportOptions, call: Call, read: Read<T>): Promise<T> => {
  const { method, url, headers, body } = await options.credentials(outgoing(options.url, call))
  const response = await fetch(url, {
    method,
    headers,
    signal: signalOf(call, options.timeout),
    ...(body && { body }),
  }).catch((error: unknown) => {
    if (call.signal?.aborted) throw error
    throw new UnreachableError(url, error)
  })
  if (!response.ok && !call.answers?.includes(response.status)) throw await problemOf(response)
  return read(response)
}

/**
 * One call of the API. Attempts that found nobody, or were told to try later, are repeated; this is safe because
 * the gateway knows a statement by its id and keeps it once.
 * @throws ProblemError when the gateway says no; UnreachableError when it never answered
 */
export const send = <T>(options: TransportOptions, call: Call, read: Read<T>): Promise<T> =>
  pRetry(() => attempt(options, call, read), {
    retries: options.retries,
    minTimeout: 250,
    maxTimeout: 10_000,
    randomize: true,
    shouldRetry: worthRetrying,
    onFailedAttempt: honourRetryAfter,
    ...(call.signal && { signal: call.signal }),
  })

const readJson = async <T>(response: Response): Promise<T> => {
  const text = await response.text().catch((error: unknown) => {
    throw new UnreachableError(new URL(response.url), error)
  })
  try {
    return JSON.parse(text)
  } catch {
    throw unexpectedAnswer(response, 'an answer that is not JSON')
  }
}

export const sendForJson = <T>(options: TransportOptions, call: Call): Promise<T> =>
  send<T>(options, call, readJson)
