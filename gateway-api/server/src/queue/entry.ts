import type { RefusalReason } from '@huren/records'
import type { DeadRow, QueuedRow } from '../store/buckets.ts'
import type { Footprint } from './footprint.ts'

/** What finally became of a statement. */
export type Outcome =
  | {
      readonly stage: 'committed'
      readonly outcome: 'committed' | 'duplicate'
      readonly transaction: string
      readonly block: number
    }
  | ({ readonly stage: 'refused'; readonly outcome: 'refused' } & RefusalReason)
  | ({ readonly stage: 'dead' } & DeadRow['cause'])

/** A statement on its way: its row on the disk, and those who wait for it. */
export class Entry {
  readonly sequence: number
  readonly row: QueuedRow
  readonly footprint: Footprint
  /** When it came into this process, for batching; milliseconds since the epoch. */
  readonly arrived = Date.now()
  /** Resolves when it is on the disk: only then may it be promised. */
  readonly durable: Promise<void>
  readonly isDurable: (write: Promise<void>) => void
  readonly final: Promise<Outcome>
  outcome: Outcome | undefined

  readonly #resolve: (outcome: Outcome) => void

  constructor(sequence: number, row: QueuedRow, footprint: Footprint) {
    this.sequence = sequence
    this.row = row
    this.footprint = footprint
    const durable = Promise.withResolvers<void>()
    this.durable = durable.promise
    this.isDurable = durable.resolve
    const final = Promise.withResolvers<Outcome>()
    this.final = final.promise
    this.#resolve = final.resolve
  }

  settle(outcome: Outcome): void {
    this.outcome = outcome
    this.#resolve(outcome)
  }

  get family() {
    return this.row.family
  }
  get text() {
    return this.row.text
  }
}
