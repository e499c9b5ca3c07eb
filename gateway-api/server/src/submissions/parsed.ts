import { type ParsedStatement, parseEnvelope } from '@huren/records'
import { LRUCache } from 'lru-cache'

/** Room for what is on its way to the ledger and back. */
const parsed = new LRUCache<string, ParsedStatement>({
  maxSize: 16 << 20,
  sizeCalculation: ({ text }) => text.length,
})

/**
 * Parses an envelope, once: a statement is parsed as it comes in, and again as it comes back in a block.
 * @throws Refusal as `parseEnvelope` does; what is refused is not remembered
 */
export const parseOnce = (text: string): ParsedStatement => {
  const known = parsed.get(text)
  if (known) return known
  const statement = parseEnvelope(text)
  parsed.set(text, statement)
  return statement
}
