import { createHash } from 'node:crypto'

/** SM3 (GM/T 0004-2012), 32 bytes, over the concatenation of its arguments. */
export const sm3 = (...parts: readonly Uint8Array[]): Uint8Array => {
  const hash = createHash('sm3')
  for (const part of parts) hash.update(part)
  return hash.digest()
}
