/** Why the log did not do what it was asked; stable codes. */
export type AccessLogCode =
  /** What is stored does not fit together; nothing is appended to such a log. */
  | 'log-damaged'
  /** A write failed, and what is on disk is unknown until the log is opened again. */
  | 'log-failed'
  | 'log-closed'
  | 'log-full'
  /** More is waiting than the log can keep up with: try again later. */
  | 'log-busy'
  /** The folder holds another log than the one asked for. */
  | 'log-mismatch'
  /** There is no such entry, or no tree of such a size yet. */
  | 'out-of-range'
  /** The ledger has a checkpoint that this log does not extend: entries were lost, or somebody else anchors. */
  | 'log-fork'
  | 'checkpoint-refused'
  | 'ledger-unreachable'
  | 'notary-unreachable'
  /** No checkpoint that covers it is witnessed yet: try again in some seconds. */
  | 'not-witnessed'
  | 'list-long'
  /** A list of the other side does not verify. */
  | 'list-invalid'

export class AccessLogError extends Error {
  override readonly name = 'AccessLogError'
  readonly code: AccessLogCode

  constructor(code: AccessLogCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
