import { type KeyId, type PatientKey, patientKey, Refusal, type StatementId } from '@huren/records'
import type { BoundPatientKey, InstitutionVersion, KeyFact } from '../state/facts.ts'
import { keys } from '../state/keys.ts'
import { put, type StateView } from '../state/view.ts'
import { institutionAt } from './institutions.ts'
import { defineRule } from './rule.ts'
import { checkNewKey } from './signing-key.ts'

/** Binds a patient's key; a key that it replaces ends when the new one begins. */
export const patientKeyRule = defineRule<PatientKey, KeyFact>({
  type: patientKey,
  entity: (payload) => keys.key(payload.key),
  statements: (fact) => fact.statements,
  async apply({ id, payload, issuedAt }, fact, view) {
    checkNewKey(payload, fact, issuedAt)
    checkBinder(await institutionAt(view, payload.issuer, issuedAt))
    const { issuer, algorithm, publicKey, notBefore, notAfter } = payload
    const key = { algorithm, publicKey, notBefore, notAfter, statements: [id] }
    const bound = put(keys.key(payload.key), { owner: 'patient', boundBy: issuer, ...key })
    return payload.replaces ? [bound, await replace(payload, payload.replaces, id, view)] : [bound]
  },
})

/** Who never meets a patient cannot say whose key it is. */
const checkBinder = ({ kind }: Pick<InstitutionVersion, 'kind'>) => {
  if (kind === 'imaging-cloud' || kind === 'quality-centre')
    throw new Refusal('issuer-mismatch', `a ${kind} binds no patient's key`, 'issuer')
}

/** Only the institution that bound a key may replace it: another one cannot take over a patient's grants. */
const replace = async (
  { key, issuer, notBefore }: PatientKey,
  replaced: KeyId,
  id: StatementId,
  view: StateView,
) => {
  const old = await view.get(keys.key(replaced))
  if (old?.owner !== 'patient')
    throw new Refusal('key-unknown', 'the key to replace is not a bound patient key', 'replaces')
  if (old.boundBy !== issuer)
    throw new Refusal('issuer-mismatch', `the key to replace was bound by ${old.boundBy}`, 'replaces')
  if (old.replacedBy) throw new Refusal('key-conflict', 'the key has been replaced already', 'replaces')
  const ended: BoundPatientKey = {
    ...old,
    revocation: old.revocation ?? { reason: 'superseded', revokedFrom: notBefore },
    replacedBy: key,
    statements: [...old.statements, id],
  }
  return put(keys.key(replaced), ended)
}
