import { type KeyRevocation, keyRevocation, Refusal } from '@huren/records'
import type { KeyFact, Revocation } from '../state/facts.ts'
import { keys } from '../state/keys.ts'
import { put } from '../state/view.ts'
import { ownerOf } from './institutions.ts'
import { defineRule, type Requirement } from './rule.ts'
import { at } from './time.ts'

/** The owner's administration key (for a patient's key: that of the institution that bound it) or governance. */
export const keyRevocationRule = defineRule<KeyRevocation, KeyFact>({
  type: keyRevocation,
  entity: (payload) => keys.key(payload.key),
  statements: (fact) => fact.statements,
  async requirement({ issuer, key }, view): Promise<Requirement> {
    const fact = await view.get(keys.key(key))
    if (!fact) throw new Refusal('key-unknown', 'the key to revoke is not registered', 'key')
    return ownerOf(fact) === issuer
      ? { kind: 'institution', issuer, use: 'administration' }
      : { kind: 'governance', issuer }
  },
  apply({ id, payload: { key, reason, revokedFrom } }, fact) {
    if (!fact) throw new Refusal('key-unknown', 'the key to revoke is not registered', 'key')
    const revocation = { reason, revokedFrom }
    if (fact.revocation && !isStricter(revocation, fact.revocation))
      throw new Refusal(
        'key-revoked',
        `the key is revoked from ${fact.revocation.revokedFrom} already`,
        'key',
      )
    return [put(keys.key(key), { ...fact, revocation, statements: [...fact.statements, id] })]
  },
})

/** A second revocation may tighten the first, never loosen it. */
const isStricter = (next: Revocation, standing: Revocation) =>
  standing.reason !== 'compromised' &&
  (next.reason === 'compromised' || at(next.revokedFrom) < at(standing.revokedFrom))
