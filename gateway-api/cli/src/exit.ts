/** What a script may rely on. */
export const exit = {
  ok: 0,
  /** The ledger or the gateway said no, or something did not verify. */
  refused: 1,
  /** Wrong options, files or values: nothing was sent. */
  usage: 2,
  /** Nobody answered, or "try later". */
  tryLater: 3,
  /** Not known, or not allowed. */
  notPermitted: 4,
  notFound: 5,
  /** A fault of this program. */
  internal: 70,
  /** Ctrl-C at a prompt. */
  cancelled: 130,
} as const

class CodedError extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/** The command line itself is at fault; the message says what to do. */
export class UsageError extends CodedError {
  override readonly name = 'UsageError'
}

/** An answer that is no fault of the caller's command line, such as a proof that does not hold. */
export class RefusedError extends CodedError {
  override readonly name = 'RefusedError'
}

/** Nothing is wrong with the question; it is not the time for it. */
export class TryLaterError extends CodedError {
  override readonly name = 'TryLaterError'
}
