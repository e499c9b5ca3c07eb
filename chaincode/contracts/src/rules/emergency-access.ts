import { type EmergencyAccess, emergencyAccess, Refusal } from '@huren/records'
import type { EmergencyFact, InstitutionVersion } from '../state/facts.ts'
import { keys } from '../state/keys.ts'
import { put, type StateView } from '../state/view.ts'
import { institutionAt } from './institutions.ts'
import { defineRule } from './rule.ts'
import { checkPeriod, hours } from './time.ts'

const longestEmergency = hours(72)

/** Breaks the glass for the reports that it names, from its statement on, for 72 hours at most. */
export const emergencyAccessRule = defineRule<EmergencyAccess, EmergencyFact>({
  type: emergencyAccess,
  entity: (payload) => keys.emergency(payload.emergency),
  statements: ({ statement }) => [statement],
  async apply({ id, payload, issuedAt, signers }, fact, view) {
    if (fact) throw new Refusal('record-exists', 'the emergency access is on the ledger already', 'emergency')
    const { issuer, reports, notAfter } = payload
    checkDeclarer(await institutionAt(view, issuer, issuedAt))
    const period = { notBefore: payload.issuedAt, notAfter }
    checkPeriod(period, issuedAt, longestEmergency)
    await checkReports(payload, view)
    const openedBy = signers.map((signer) => signer.id)
    return [put(keys.emergency(payload.emergency), { issuer, openedBy, reports, ...period, statement: id })]
  },
})

/** Emergencies come to hospitals, and to a city that acts for public health: for nobody else the glass breaks. */
const checkDeclarer = ({ kind }: Pick<InstitutionVersion, 'kind'>) => {
  if (kind !== 'hospital' && kind !== 'city')
    throw new Refusal('issuer-mismatch', `a ${kind} declares no emergency`, 'issuer')
}

const checkReports = async ({ reports }: EmergencyAccess, view: StateView) => {
  for (const [position, report] of reports.entries())
    if (!(await view.get(keys.report(report))))
      throw new Refusal('report-unknown', 'the report is not on the ledger', `reports.${position}`)
}
