import type { Family } from '@huren/records'
import { type Footprint, Occupied } from './footprint.ts'

export interface BatchLimits {
  /** Statements in one transaction. */
  readonly statements: number
  /** Bytes of all envelopes in one transaction. */
  readonly bytes: number
  /** How far into the queue one look goes. */
  readonly window: number
}

interface Candidate {
  readonly family: Family
  readonly text: string
  readonly footprint: Footprint
}

/**
 * The next batch: the oldest statements of one contract family that nothing in flight and nothing older, left
 * behind, stands in the way of. Order among statements about the same thing is kept.
 * @param waiting oldest first
 * @param inFlight what other batches occupy
 */
export const nextBatch = <T extends Candidate>(
  waiting: Iterable<T>,
  inFlight: Occupied,
  limits: BatchLimits,
): T[] => {
  const leftBehind = new Occupied()
  const batch: T[] = []
  let bytes = 0
  let looked = 0
  for (const candidate of waiting) {
    if (batch.length === limits.statements || ++looked > limits.window) break
    const family = batch[0]?.family ?? candidate.family
    const fits = batch.length === 0 || bytes + candidate.text.length <= limits.bytes
    const { footprint } = candidate
    const isFree = !inFlight.meets(footprint) && !leftBehind.meets(footprint)
    if (candidate.family === family && fits && isFree) {
      batch.push(candidate)
      bytes += candidate.text.length
    } else leftBehind.add(footprint)
  }
  return batch
}
