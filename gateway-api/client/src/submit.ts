import { type Envelope, parsePromise, type StatementId } from '@huren/records'
import type { Submitted } from './answers.ts'
import { chunksOf } from './chunks.ts'
import { sendForJson, type TransportOptions } from './transport.ts'

export interface SubmitOptions {
  /** Seconds to wait for the ledger; 0 takes the promise and goes (Prefer: respond-async, RFC 7240). */
  readonly wait?: number
  /** Statements in one request. */
  readonly batch?: number
  /** Called after each request with what is done of all. */
  readonly onProgress?: (done: number, total: number) => void
  readonly signal?: AbortSignal
}

const preference = (wait: number | undefined): Record<string, string> => {
  if (wait === undefined) return {}
  return { prefer: wait === 0 ? 'respond-async' : `wait=${wait}` }
}

interface Answer {
  readonly results: readonly Submitted[]
  readonly promises?: readonly Envelope[]
}

/** Which promise is about which statement. @throws Refusal when one of them is none */
const byStatement = (promises: readonly Envelope[]): ReadonlyMap<StatementId, Envelope> =>
  new Map(
    promises.flatMap((promise) =>
      parsePromise(JSON.stringify(promise)).payload.statements.map((id) => [id, promise] as const),
    ),
  )

const submitChunk = async (
  transport: TransportOptions,
  statements: readonly Envelope[],
  { wait, signal }: SubmitOptions,
): Promise<readonly Submitted[]> => {
  const { results, promises = [] } = await sendForJson<Answer>(transport, {
    method: 'POST',
    path: '/v1/statements',
    headers: preference(wait),
    body: { statements },
    ...(signal && { signal }),
  })
  const promised = byStatement(promises)
  return results.map((result) => {
    const promise = result.id && promised.get(result.id)
    return { ...result, ...(promise && { promise }) }
  })
}

/**
 * Submits any number of statements, in requests that the gateway takes, one after the other; the answers stand in
 * the order of the statements. Sending twice is harmless: the ledger keeps a statement once, by its id.
 * @throws ProblemError when a whole request was refused; UnreachableError when nobody answered
 */
export const submit = async (
  transport: TransportOptions,
  envelopes: readonly Envelope[],
  options: SubmitOptions = {},
): Promise<Submitted[]> => {
  const results: Submitted[] = []
  for (const chunk of chunksOf(envelopes, options.batch)) {
    results.push(...(await submitChunk(transport, chunk, options)))
    options.onProgress?.(results.length, envelopes.length)
  }
  return results
}
