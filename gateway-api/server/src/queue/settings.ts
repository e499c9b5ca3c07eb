export interface QueueSettings {
  /** Statements that may wait. */
  readonly statements: number
  /** Bytes that may wait. */
  readonly bytes: number
  /** Milliseconds in which a statement is promised to be committed or refused. */
  readonly deadline: number
  /** Statements in one transaction. */
  readonly batch: number
  /** Bytes of statements in one transaction. */
  readonly batchBytes: number
  /** Batches on their way at the same time. */
  readonly inFlight: number
  /** Milliseconds that a statement waits for company. */
  readonly linger: number
  /** Milliseconds after which a dead letter is tried again by itself; doubles each time, up to six hours. */
  readonly replay: number
}
