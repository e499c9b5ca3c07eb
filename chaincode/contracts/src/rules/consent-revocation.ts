import { type ConsentRevocation, consentRevocation, Refusal } from '@huren/records'
import type { ConsentFact } from '../state/facts.ts'
import { keys } from '../state/keys.ts'
import { put } from '../state/view.ts'
import { checkGrant, standsFor } from './grants.ts'
import { defineRule } from './rule.ts'

/** Only the grantor, the key that stands in for the grantor's lost one, or the relative whom the grant names. */
export const consentRevocationRule = defineRule<ConsentRevocation, ConsentFact>({
  type: consentRevocation,
  entity: (payload) => keys.consent(payload.consent),
  statements: ({ revocation }) => (revocation ? [revocation] : []),
  async apply({ id, payload, signers }, fact, view) {
    const grant = checkGrant(payload, fact)
    for (const signer of signers)
      if (signer.id !== grant.relative && !(await standsFor(signer.id, grant.grantor, view)))
        throw new Refusal(
          'not-grantor',
          'neither the grantor nor the named relative has signed',
          'signatures',
        )
    if (grant.revocation) throw new Refusal('consent-revoked', 'the consent is revoked already', 'consent')
    return [put(keys.consent(payload.consent), { ...grant, revocation: id })]
  },
})
