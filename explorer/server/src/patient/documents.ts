import { Refusal } from '@huren/records'
import { problem } from './context.ts'

/** A signed document as the body: kept as the text that was signed. */
export const textBody = {
  payload: { parse: false, output: 'data', maxBytes: 96 * 1024, allow: 'application/json' },
} as const

/** A refusal of the record model as a problem; it repeats nothing of what was sent. */
export const opened = <T>(read: () => T): T => {
  try {
    return read()
  } catch (error) {
    if (error instanceof Refusal) throw problem(400, error.code, '内容不正确', error.detail)
    throw error
  }
}
