import { type Consent, consent, type InstitutionId, Refusal, type StatementId } from '@huren/records'
import type { ConsentFact } from '../state/facts.ts'
import { keys } from '../state/keys.ts'
import { put, type StateView } from '../state/view.ts'
import { institutionAt } from './institutions.ts'
import { defineRule, type Signer } from './rule.ts'
import { checkPeriod, years } from './time.ts'

const longestConsent = years(5)

/** A grant is signed by its grantor alone, for a period that ends. */
export const consentRule = defineRule<Consent, ConsentFact>({
  type: consent,
  entity: (payload) => keys.consent(payload.consent),
  statements: ({ statement, revocation }) => (revocation ? [statement, revocation] : [statement]),
  async apply({ id, payload, issuedAt, signers }, fact, view) {
    if (fact) throw new Refusal('record-exists', 'the consent is on the ledger already', 'consent')
    if (signers.some((signer) => signer.id !== payload.grantor))
      throw new Refusal('not-grantor', 'the grantor signs, and nobody else', 'grantor')
    checkPeriod(payload, issuedAt, longestConsent)
    await institutionAt(view, payload.grantee, issuedAt, 'grantee')
    await checkRelative(payload, view)
    return [put(keys.consent(payload.consent), factOf(payload, binderOf(signers), id))]
  },
})

/** The grantor signs alone, with a bound key (see the authority of a consent). */
const binderOf = ([grantor]: readonly Signer[]): InstitutionId => {
  if (grantor?.fact.owner !== 'patient') throw new Error('a consent without a patient among its signers')
  return grantor.fact.boundBy
}

const checkRelative = async ({ relative }: Consent, view: StateView) => {
  if (relative && (await view.get(keys.key(relative)))?.owner !== 'patient')
    throw new Refusal('key-unknown', "the relative's key is not bound", 'relative')
}

const factOf = (payload: Consent, boundBy: InstitutionId, statement: StatementId): ConsentFact => {
  const { grantor, grantee, purpose, scope, items, reports, notBefore, notAfter, relative } = payload
  return {
    grantor,
    grantee,
    purpose,
    scope,
    ...(items && { items }),
    ...(reports && { reports }),
    notBefore,
    notAfter,
    ...(relative && { relative }),
    boundBy,
    statement,
  }
}
