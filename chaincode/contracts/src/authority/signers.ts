import { type KeyId, type ParsedStatement, Refusal } from '@huren/records'
import type { Signer } from '../rules/rule.ts'
import { at, type Milliseconds } from '../rules/time.ts'
import type { KeyFact } from '../state/facts.ts'
import { keys } from '../state/keys.ts'
import type { StateView } from '../state/view.ts'

/**
 * The keys that signed, each known and valid when the statement was issued. A signature by an unknown key is refused,
 * not ignored: nobody rides along unseen.
 * @throws Refusal `key-unknown`, `key-not-yet-valid`, `key-expired`, `key-revoked`
 */
export const signersOf = async (
  statement: ParsedStatement,
  issuedAt: Milliseconds,
  view: StateView,
): Promise<readonly Signer[]> => {
  const signers: Signer[] = []
  for (const { keyid } of statement.envelope.signatures) {
    // The parser has seen to it that a key id has the shape of one.
    const id = keyid as KeyId
    const fact = await view.get(keys.key(id))
    if (!fact) throw new Refusal('key-unknown', `the key ${id} is not registered`, 'signatures')
    checkValidity(id, fact, issuedAt)
    signers.push({ id, fact })
  }
  return signers
}

const checkValidity = (id: KeyId, key: KeyFact, issuedAt: Milliseconds) => {
  if (issuedAt < at(key.notBefore))
    throw new Refusal('key-not-yet-valid', `the key ${id} is valid from ${key.notBefore}`, 'signatures')
  if (issuedAt >= at(key.notAfter))
    throw new Refusal('key-expired', `the key ${id} was valid until ${key.notAfter}`, 'signatures')
  if (key.revocation && isRevoked(key.revocation, issuedAt))
    throw new Refusal('key-revoked', `the key ${id} was revoked (${key.revocation.reason})`, 'signatures')
}

/**
 * A superseded or ceased key keeps what it signed before, for as long as a statement may wait to be sent. A compromised
 * key keeps nothing that the ledger has not seen: whoever stole it would date it back.
 */
const isRevoked = ({ reason, revokedFrom }: NonNullable<KeyFact['revocation']>, issuedAt: Milliseconds) =>
  reason === 'compromised' || issuedAt >= at(revokedFrom)
