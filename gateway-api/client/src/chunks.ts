import { type Envelope, maximumStatements } from '@huren/records'

/** Bytes of a request's body: the gateway's limit, with room for the brackets. */
const maximumBytes = 7 * 1024 * 1024

/** Cuts a long list into requests that the gateway takes, in order. */
export const chunksOf = (envelopes: readonly Envelope[], statements = maximumStatements): Envelope[][] => {
  const chunks: Envelope[][] = []
  let bytes = 0
  for (const envelope of envelopes) {
    const size = Buffer.byteLength(JSON.stringify(envelope))
    const last = chunks.at(-1)
    if (last && last.length < statements && bytes + size <= maximumBytes) {
      last.push(envelope)
      bytes += size
    } else {
      chunks.push([envelope])
      bytes = size
    }
  }
  return chunks
}
