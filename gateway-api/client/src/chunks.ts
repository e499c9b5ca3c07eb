import type { Envelope } from '@huren/records'

/** Statements in one request, and bytes of its body: the gateway's limits, with room for the brackets. */
const limits = { statements: 500, bytes: 7 * 1024 * 1024 }

/** Cuts a long list into requests that the gateway takes, in order. */
export const chunksOf = (envelopes: readonly Envelope[], statements = limits.statements): Envelope[][] => {
  const chunks: Envelope[][] = []
  let bytes = 0
  for (const envelope of envelopes) {
    const size = Buffer.byteLength(JSON.stringify(envelope))
    const last = chunks.at(-1)
    if (last && last.length < statements && bytes + size <= limits.bytes) {
      last.push(envelope)
      bytes += size
    } else {
      chunks.push([envelope])
      bytes = size
    }
  }
  return chunks
}
