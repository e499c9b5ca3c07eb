import { createHash } from 'node:crypto'

/** SHA-256 over the concatenation of `parts`. */
export const sha256 = (...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
