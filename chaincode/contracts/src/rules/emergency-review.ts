import { type EmergencyReview, emergencyReview, Refusal } from '@huren/records'
import type { EmergencyFact } from '../state/facts.ts'
import { keys } from '../state/keys.ts'
import { put, type StateView } from '../state/view.ts'
import { institutionAt } from './institutions.ts'
import { defineRule, type Stated } from './rule.ts'

/** One review per emergency, by a key that did not open it: of the same institution, the city or the centre. */
export const emergencyReviewRule = defineRule<EmergencyReview, EmergencyFact>({
  type: emergencyReview,
  entity: (payload) => keys.emergency(payload.emergency),
  statements: ({ review }) => (review ? [review.statement] : []),
  async apply(stated, fact, view) {
    const { id, payload, signers } = stated
    if (!fact)
      throw new Refusal('emergency-unknown', 'the emergency access is not on the ledger', 'emergency')
    await checkReviewer(stated, fact, view)
    if (signers.some((signer) => fact.openedBy.includes(signer.id)))
      throw new Refusal(
        'reviewer-is-accessor',
        'the key that opened the emergency cannot review it',
        'signatures',
      )
    if (fact.review) throw new Refusal('emergency-reviewed', 'the emergency is reviewed already', 'emergency')
    if (await view.get(keys.review(payload.review)))
      throw new Refusal('record-exists', 'the review is on the ledger already', 'review')
    const { emergency, outcome } = payload
    return [
      put(keys.emergency(emergency), { ...fact, review: { outcome, statement: id } }),
      put(keys.review(payload.review), { emergency, statement: id }),
    ]
  },
})

const checkReviewer = async (
  { payload: { issuer }, issuedAt }: Stated<EmergencyReview>,
  emergency: EmergencyFact,
  view: StateView,
) => {
  if (issuer === emergency.issuer) return
  const { kind } = await institutionAt(view, issuer, issuedAt)
  if (kind !== 'city' && kind !== 'central')
    throw new Refusal('issuer-mismatch', `a ${kind} does not review another institution`, 'issuer')
}
