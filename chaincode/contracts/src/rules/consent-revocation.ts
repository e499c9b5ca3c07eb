import { type ConsentRevocation, consentRevocation, type KeyId, Refusal } from '@huren/records'
import type { ConsentFact } from '../state/facts.ts'
import { keys } from '../state/keys.ts'
import { put, type StateView } from '../state/view.ts'
import { defineRule } from './rule.ts'

/** Only the grantor, the key that stands in for the grantor's lost one, or the relative whom the grant names. */
export const consentRevocationRule = defineRule<ConsentRevocation, ConsentFact>({
  type: consentRevocation,
  entity: (payload) => keys.consent(payload.consent),
  statements: ({ revocation }) => (revocation ? [revocation] : []),
  async apply({ id, payload, signers }, fact, view) {
    if (!fact) throw new Refusal('consent-unknown', 'the consent is not on the ledger', 'consent')
    if (payload.statement !== fact.statement)
      throw new Refusal('statement-unknown', 'the consent was granted by another statement', 'statement')
    for (const signer of signers)
      if (signer.id !== fact.relative && !(await standsFor(signer.id, fact.grantor, view)))
        throw new Refusal(
          'not-grantor',
          'neither the grantor nor the named relative has signed',
          'signatures',
        )
    if (fact.revocation) throw new Refusal('consent-revoked', 'the consent is revoked already', 'consent')
    return [put(keys.consent(payload.consent), { ...fact, revocation: id })]
  },
})

/** Follows the replacements from the grantor's key; keys replace only older ones, so that there is no circle. */
const standsFor = async (signer: KeyId, grantor: KeyId, view: StateView): Promise<boolean> => {
  for (let key: KeyId | undefined = grantor; key; key = await successorOf(key, view))
    if (key === signer) return true
  return false
}

const successorOf = async (id: KeyId, view: StateView): Promise<KeyId | undefined> => {
  const fact = await view.get(keys.key(id))
  return fact?.owner === 'patient' ? fact.replacedBy : undefined
}
