import { type ParsedStatement, parseEnvelope } from '@huren/records'
import { Recent } from './recent.ts'

const parsed = new Recent<ParsedStatement>(2_000)

/**
 * Parses an envelope, once for several endorsers that share this process: parsing is a pure function of the text. What is
 * refused is not remembered.
 * @throws Refusal as `parseEnvelope` does
 */
export const parseOnce = (text: string): ParsedStatement => {
  const known = parsed.get(text)
  if (known) return known
  const statement = parseEnvelope(text)
  parsed.set(text, statement)
  return statement
}
