import {
  decodeBase64,
  isStatementOf,
  type KeyId,
  keyId,
  keyRevocation,
  type ParsedReconciliation,
  type ParsedStatement,
  parseEnvelope,
  signingKey,
} from '@huren/records'
import { hexToBytes } from '@noble/hashes/utils.js'
import { readReceipt } from '../receipt.ts'
import { verifySignature } from '../signature.ts'
import type { StatementKey, Trust } from '../trust.ts'
import { reject } from '../verdict.ts'

/** The statements of the receipts on which the lists rest: their signatures and their place on the ledger are proven. */
const statementsUnder = (lists: readonly object[]): ParsedStatement[] =>
  lists.flatMap((list) => {
    const { checkpoint } = list as { checkpoint?: object }
    return readReceipt(JSON.stringify(checkpoint)).statements.map(({ envelope }) => parseEnvelope(envelope))
  })

/** Keys of the report's issuer: of the trust file, or registered in the receipts. */
const keysOf = (issuer: string, statements: readonly ParsedStatement[], trust: Trust) => {
  const keys = new Map<KeyId, StatementKey>()
  for (const [id, key] of trust.centralKeys) if (key.institution === issuer) keys.set(id, key)
  for (const statement of statements)
    if (isStatementOf(signingKey, statement) && statement.payload.institution === issuer)
      keys.set(keyId(statement.payload), statement.payload)
  return keys
}

/** A report is not on the ledger, so that nothing shows when it was made: a compromised key keeps none of them. */
const isRevoked = (id: string, statements: readonly ParsedStatement[], at: number): boolean =>
  statements.some(
    (statement) =>
      isStatementOf(keyRevocation, statement) &&
      statement.payload.key === id &&
      (statement.payload.reason === 'compromised' || Date.parse(statement.payload.revokedFrom) <= at),
  )

const checkPeriod = ({ notBefore, notAfter }: StatementKey, at: number) => {
  if (at < Date.parse(notBefore) || at >= Date.parse(notAfter))
    reject('key-expired', '签名密钥当时不在有效期内。', 'The signing key was not valid then.')
}

/**
 * Checks who signed a report: keys of its issuer, valid when it was issued, and not revoked as far as the receipts tell.
 * @param lists the two complete lists, verified
 * @throws Rejection `key-unknown`, `key-expired`, `key-revoked`, `signature-invalid`
 * @see ACCESS.md, section 7
 */
export const checkReporters = (
  { payload, signedBytes, envelope }: ParsedReconciliation,
  lists: readonly object[],
  trust: Trust,
): void => {
  const statements = statementsUnder(lists)
  const keys = keysOf(payload.issuer, statements, trust)
  const at = Date.parse(payload.issuedAt)
  for (const { keyid, sig } of envelope.signatures) {
    const key =
      keys.get(keyid as KeyId) ??
      reject(
        'key-unknown',
        '报告的签名密钥不属于核对机构。',
        'The key that signed the report is not known as one of its issuer.',
      )
    checkPeriod(key, at)
    if (isRevoked(keyid, statements, at))
      reject(
        'key-revoked',
        '报告的签名密钥在签发时已被吊销，或已被宣布泄露。',
        'The key that signed the report had been revoked when it was issued, or was declared compromised.',
      )
    const signature = decodeBase64(sig) ?? new Uint8Array()
    const publicKey = hexToBytes(key.publicKey)
    if (!verifySignature({ algorithm: key.algorithm, publicKey, message: signedBytes, signature }))
      reject('signature-invalid', '报告的签名不正确。', "The report's signature does not verify.")
  }
}
