import { type ConsentErasure, consentErasure, Refusal } from '@huren/records'
import type { ErasureFact } from '../state/facts.ts'
import { keys } from '../state/keys.ts'
import { put } from '../state/view.ts'
import { checkGrant, standsFor } from './grants.ts'
import { defineRule } from './rule.ts'

/** A grant is erased by its author: the grantor's key, or the one that stands in for it; a relative only revokes. */
export const consentErasureRule = defineRule<ConsentErasure, ErasureFact>({
  type: consentErasure,
  entity: (payload) => keys.erasure(payload.statement),
  statements: ({ statement }) => [statement],
  async apply({ id, payload, signers }, fact, view) {
    if (fact) throw new Refusal('already-erased', 'the erasure of this grant is stated already', 'statement')
    const { consent, erased } = payload
    const grant = checkGrant(payload, await view.get(keys.consent(consent)))
    for (const signer of signers)
      if (!(await standsFor(signer.id, grant.grantor, view)))
        throw new Refusal('not-grantor', 'the grantor erases a grant, and nobody else', 'signatures')
    return [put(keys.erasure(payload.statement), { record: consent, erased, statement: id })]
  },
})
