import { createHash } from 'node:crypto'
import { serializeDictionary } from 'structured-headers'

/** The Content-Digest field of a body (RFC 9530, section 2) with SHA-256. */
export const contentDigest = (body: Uint8Array): string => {
  const digest = createHash('sha256').update(body).digest()
  return serializeDictionary(new Map([['sha-256', [new Uint8Array(digest).buffer, new Map()]]]))
}
