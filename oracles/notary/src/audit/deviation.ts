/** What an audit can find, by stable code. */
export const deviationCodes = [
  // the chain of blocks
  'block-unreadable',
  'block-missing',
  'block-number',
  'previous-hash',
  'data-hash',
  'flags-length',
  'orderer-signature',
  'config',
  'foreign-config',
  'genesis',
  // validation flags
  'endorsement',
  'flag-forged',
  // what the ledger answered
  'result-missing',
  'signature-invalid',
  'key-unknown',
  'key-id',
  'key-expired',
  'key-not-yet-valid',
  'key-revoked',
  'clock-backwards',
  // the published logs
  'log-unreachable',
  'log-signature',
  'log-ahead',
  'log-split',
  'leaf-different',
  'tile-missing',
  'tile-size',
  'tile-different',
] as const
export type DeviationCode = (typeof deviationCodes)[number]

/** One thing that is not as it should be, and where. */
export interface Deviation {
  readonly code: DeviationCode
  readonly block?: number
  /** Position of the transaction in its block. */
  readonly transaction?: number
  /** Entry of the log. */
  readonly index?: number
  readonly statement?: string
  readonly detail: string
}

export type Report = (deviation: Deviation) => void

const mostKept = 10_000

/** What an audit has found: the first ones in full, and how many more. A ledger that is bad all through must not fill the memory. */
export class Deviations {
  readonly first: Deviation[] = []
  more = 0

  readonly report: Report = (deviation) => {
    if (this.first.length < mostKept) this.first.push(deviation)
    else this.more += 1
  }
}
