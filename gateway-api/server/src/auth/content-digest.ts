import { createHash, timingSafeEqual } from 'node:crypto'
import { parseDictionary } from 'structured-headers'
import { Problem } from '../http/problem.ts'

const hashes: Readonly<Record<string, string>> = { 'sha-256': 'sha256', 'sha-512': 'sha512' }

const digestsIn = (header: string) => {
  try {
    return [...parseDictionary(header)].flatMap(([name, [value]]) => {
      const hash = hashes[name]
      return hash && value instanceof ArrayBuffer ? [{ hash, value: Buffer.from(value) }] : []
    })
  } catch {
    throw new Problem('content-digest-mismatch', 'Content-Digest is not a dictionary (RFC 9530, section 2)')
  }
}

/**
 * Checks a body against its Content-Digest field (RFC 9530) with SHA-256 or SHA-512.
 * @throws Problem `content-digest-missing`, `content-digest-mismatch`
 */
export const checkContentDigest = (header: string | undefined, body: Uint8Array): void => {
  const digests = header === undefined ? [] : digestsIn(header)
  if (digests.length === 0)
    throw new Problem('content-digest-missing', 'a signed body needs Content-Digest with sha-256 or sha-512')
  for (const { hash, value } of digests) {
    const actual = createHash(hash).update(body).digest()
    if (actual.length !== value.length || !timingSafeEqual(actual, value))
      throw new Problem('content-digest-mismatch', 'the body is not the one that Content-Digest names')
  }
}
