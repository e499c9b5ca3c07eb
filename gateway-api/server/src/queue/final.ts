import { type Buckets, type DeadRow, del, put, sequenceKey, type Write } from '../store/buckets.ts'
import type { Undeliverable } from './delivery.ts'
import type { Entry, Outcome } from './entry.ts'

const sixHours = 6 * 3600_000

const gone = (buckets: Buckets, { sequence }: Entry): Write => del(buckets.queue, sequenceKey(sequence))

/** Takes a final statement out of the queue. A refusal is kept for a month, so that it can be asked for. */
export const finalWrites = (buckets: Buckets, entry: Entry, outcome: Outcome | undefined): Write[] => {
  if (outcome?.stage !== 'refused') return [gone(buckets, entry)]
  const { id, submitter } = entry.row
  const { code, detail, field } = outcome
  const at = new Date().toISOString()
  const refused = { code, detail, ...(field !== undefined && { field }), submitter, at }
  return [
    gone(buckets, entry),
    put<'refused'>(buckets.refused, id, refused),
    put<'refusedOf'>(buckets.refusedOf, `${submitter}/${at}/${id}`, ''),
  ]
}

/**
 * A dead letter, and when it is tried again by itself.
 * @param pause milliseconds after the first death; doubles each time, up to six hours
 */
export const deadRow = ({ row }: Entry, { code, message }: Undeliverable, pause: number): DeadRow => {
  const now = Date.now()
  return {
    ...row,
    cause: { code, detail: message },
    diedAt: new Date(now).toISOString(),
    replayAt: new Date(now + Math.min(pause * 2 ** row.replays, sixHours)).toISOString(),
  }
}

/** Takes an undeliverable statement out of the queue and keeps it as a dead letter. */
export const deadWrites = (buckets: Buckets, entry: Entry, dead: DeadRow): Write[] => [
  put<'dead'>(buckets.dead, dead.id, dead),
  gone(buckets, entry),
]
