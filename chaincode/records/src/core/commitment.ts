import { concatBytes, randomBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { sha256Hex } from '#platform'
import type { Commitment } from './identifiers.ts'

const domain = utf8ToBytes('huren commitment v1\0')

/** A fresh 256-bit salt. Destroying it (with the record) is erasure: nobody can open the commitment any more. */
export const newSalt = (): Uint8Array => randomBytes(32)

/**
 * Commits to bytes: SHA-256(domain ‖ salt ‖ bytes). With a 32-byte random salt it hides its content, even of identity
 * numbers, and binds to it.
 * @throws RangeError when the salt is not 32 bytes
 */
export const commit = (salt: Uint8Array, content: Uint8Array): Commitment => {
  if (salt.length !== 32) throw new RangeError('a commitment needs a salt of 32 bytes')
  return sha256Hex(concatBytes(domain, salt, content)) as Commitment
}
