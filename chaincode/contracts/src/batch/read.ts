import { type ParsedStatement, Refusal } from '@huren/records'
import { parseOnce } from '../memory/parsed.ts'
import { CallError, checkBatchSize } from './limits.ts'

/**
 * Reads the arguments of a call as statements. All of them are readable or none is looked at: what stands in the
 * arguments of an endorsed proposal will be ordered and kept for ever, so nothing is endorsed beside something that may
 * be anything, a person's name included. Whoever sends statements of others (a gateway) reads them before.
 * @throws CallError `statement-unreadable` with the position, the code and the sentence of its refusal, which repeat
 *   nothing of what was sent; `batch-empty`, `batch-too-large`
 */
export const readStatements = (texts: readonly string[]): ParsedStatement[] => {
  checkBatchSize(texts.length)
  return texts.map(readStatement)
}

const readStatement = (text: string, index: number): ParsedStatement => {
  try {
    return parseOnce(text)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    throw new CallError('statement-unreadable', `statement ${index + 1}: ${error.message}`)
  }
}
