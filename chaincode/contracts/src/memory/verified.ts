import { verifySignature } from '@huren/crypto-config'
import type { EnvelopeSignature, ParsedStatement, PublicKey } from '@huren/records'
import { Recent } from './recent.ts'

/**
 * Signatures found valid by this process. Verification is a pure function of key, bytes and signature, so remembering
 * its answer changes no answer; it lets several endorsers that share a process, and retries, pay once.
 */
const verified = new Recent<true>(20_000)

/** The key id stands for algorithm and public key, the statement id for the signed bytes. */
const nameOf = (statement: ParsedStatement, { keyid, sig }: EnvelopeSignature) =>
  `${keyid} ${statement.id} ${sig}`

/** Whether the signature over the statement's pre-authentication encoding is valid under the key. */
export const isSignedBy = (
  statement: ParsedStatement,
  signature: EnvelopeSignature,
  key: PublicKey,
): boolean => {
  const name = nameOf(statement, signature)
  if (verified.get(name)) return true
  if (!verifySignature(key, statement.signedBytes, Buffer.from(signature.sig, 'base64'))) return false
  verified.set(name, true)
  return true
}
