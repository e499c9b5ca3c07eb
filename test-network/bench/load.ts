import { performance } from 'node:perf_hooks'
import type { Gateway, Submitted } from '@huren/client'
import type { Envelope } from '@huren/records'
import { percentile } from './measure.ts'

/** One who sends: signs a batch when its turn comes, and waits for the answer before it signs the next. */
export interface Sender {
  readonly gateway: Gateway
  sign(): Envelope
}

export interface Load {
  readonly senders: readonly Sender[]
  /** Statements in all. */
  readonly statements: number
  /** Statements in one request. */
  readonly batch: number
}

export interface LoadResult {
  readonly statements: number
  readonly perSecond: number
  /** Milliseconds from before it was signed until the answer that it is committed. */
  readonly p50: number
  readonly p95: number
  readonly p99: number
}

/** @throws Error when the ledger says anything but `committed` for the first time */
const insistCommitted = (results: readonly Submitted[]) => {
  const other = results.find(({ outcome }) => outcome !== 'committed')
  if (other) throw new Error(`a statement of the load was not committed: ${JSON.stringify(other)}`)
}

/** All senders at once, each one request at a time, until all statements are committed. */
export const run = async ({ senders, statements, batch }: Load): Promise<LoadResult> => {
  const times: number[] = []
  let left = statements
  const send = async ({ gateway, sign }: Sender) => {
    while (left > 0) {
      const size = Math.min(batch, left)
      left -= size
      const begun = performance.now()
      const envelopes = Array.from({ length: size }, sign)
      insistCommitted(await gateway.submit(envelopes, { wait: 60 }))
      times.push(...new Array<number>(size).fill(performance.now() - begun))
    }
  }
  const begun = performance.now()
  await Promise.all(senders.map(send))
  const seconds = (performance.now() - begun) / 1000
  return {
    statements,
    perSecond: statements / seconds,
    p50: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    p99: percentile(times, 0.99),
  }
}
