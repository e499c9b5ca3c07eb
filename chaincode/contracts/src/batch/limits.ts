import { maximumStatements } from '@huren/records'

/**
 * An error of the whole call, not of one statement: nothing of it was looked at. The message begins with its code.
 */
export class CallError extends Error {
  override readonly name = 'CallError'
  readonly code: string

  constructor(code: string, detail: string) {
    super(`${code}: ${detail}`)
    this.code = code
  }
}

/** @throws CallError `batch-empty`, `batch-too-large` */
export const checkBatchSize = (size: number) => {
  if (size === 0) throw new CallError('batch-empty', 'a call carries at least one statement')
  if (size > maximumStatements)
    throw new CallError(
      'batch-too-large',
      `a call carries at most ${maximumStatements} statements, this one ${size}`,
    )
}
