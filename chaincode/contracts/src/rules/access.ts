import { type Access, access, Refusal } from '@huren/records'
import type { AccessFact, ConsentFact, EmergencyFact, ReportFact } from '../state/facts.ts'
import { keys } from '../state/keys.ts'
import { put } from '../state/view.ts'
import { knownReport } from './report.ts'
import { defineRule, type Stated } from './rule.ts'
import { at } from './time.ts'

/**
 * An access is stated before the door opens. It needs a grant, or an emergency, that holds both when it was stated and
 * when it reaches the ledger: dating it back opens nothing.
 */
export const accessRule = defineRule<Access, AccessFact>({
  type: access,
  entity: (payload) => keys.access(payload.access),
  statements: ({ statement }) => [statement],
  async apply(stated, fact, view) {
    if (fact) throw new Refusal('record-exists', 'the access is on the ledger already', 'access')
    const { issuer, report, consent, emergency } = stated.payload
    const opened = await knownReport(view, report)
    if (consent) checkConsent(stated, await view.get(keys.consent(consent)), opened)
    else if (emergency) checkEmergency(stated, await view.get(keys.emergency(emergency)))
    const ground = consent ? { consent } : emergency ? { emergency } : {}
    return [put(keys.access(stated.payload.access), { issuer, report, ...ground, statement: stated.id })]
  },
})

const checkConsent = (
  { payload, issuedAt, now }: Stated<Access>,
  consent: ConsentFact | undefined,
  report: ReportFact,
) => {
  if (!consent) throw new Refusal('consent-unknown', 'the consent is not on the ledger', 'consent')
  if (consent.grantee !== payload.issuer)
    throw new Refusal('consent-grantee', 'the consent is granted to another institution', 'issuer')
  if (consent.revocation) throw new Refusal('consent-revoked', 'the consent is revoked', 'consent')
  if (issuedAt < at(consent.notBefore))
    throw new Refusal('consent-not-yet-valid', `the consent holds from ${consent.notBefore}`, 'issuedAt')
  if (Math.max(issuedAt, now) >= at(consent.notAfter))
    throw new Refusal('consent-expired', `the consent held until ${consent.notAfter}`, 'issuedAt')
  if (consent.purpose !== payload.purpose)
    throw new Refusal('consent-purpose', `the consent is for ${consent.purpose}`, 'purpose')
  if (!isCovered(payload, consent, report))
    throw new Refusal('consent-scope', 'the consent does not cover this report', 'report')
}

const isCovered = ({ report }: Access, { scope, items, reports }: ConsentFact, { item }: ReportFact) =>
  scope === 'all' || Boolean(scope === 'items' ? items?.includes(item) : reports?.includes(report))

const checkEmergency = ({ payload, issuedAt, now }: Stated<Access>, emergency: EmergencyFact | undefined) => {
  if (!emergency)
    throw new Refusal('emergency-unknown', 'the emergency access is not on the ledger', 'emergency')
  if (emergency.issuer !== payload.issuer)
    throw new Refusal('issuer-mismatch', 'another institution declared the emergency', 'issuer')
  if (emergency.review?.outcome === 'not-justified')
    throw new Refusal('emergency-reviewed', 'the emergency was reviewed as not justified', 'emergency')
  if (issuedAt < at(emergency.notBefore))
    throw new Refusal('emergency-unknown', 'the emergency was declared later', 'issuedAt')
  if (Math.max(issuedAt, now) >= at(emergency.notAfter))
    throw new Refusal('emergency-expired', `the emergency held until ${emergency.notAfter}`, 'issuedAt')
  if (!emergency.reports.includes(payload.report))
    throw new Refusal('consent-scope', 'the emergency does not name this report', 'report')
}
