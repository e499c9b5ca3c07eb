import { type InstitutionId, Refusal } from '@huren/records'
import type { InstitutionVersion, KeyFact } from '../state/facts.ts'
import { keys } from '../state/keys.ts'
import type { StateView } from '../state/view.ts'
import type { Milliseconds } from './time.ts'
import { inForce } from './versions.ts'

/** The institution that answers for a key; for a patient's key the one that bound it. */
export const ownerOf = (key: KeyFact): InstitutionId =>
  key.owner === 'patient' ? key.boundBy : key.institution

/**
 * The institution's version in force at a moment.
 * @throws Refusal `institution-unknown`, `not-yet-effective`
 */
export const institutionAt = async (
  view: StateView,
  id: InstitutionId,
  moment: Milliseconds,
  field = 'issuer',
): Promise<InstitutionVersion> => {
  const fact = await view.get(keys.institution(id))
  if (!fact) throw new Refusal('institution-unknown', `${id} is not registered`, field)
  const version = inForce(fact, moment)
  if (!version) throw new Refusal('not-yet-effective', `${id} is not in force yet`, field)
  return version
}

/**
 * The institution's version at the time of the statement. Who is suspended or closed, at that time or now, states
 * nothing new: a suspension cannot be dodged by dating a statement back.
 * @throws Refusal `institution-unknown`, `not-yet-effective`, `institution-inactive`
 */
export const activeInstitution = async (
  view: StateView,
  id: InstitutionId,
  { issuedAt, now }: { readonly issuedAt: Milliseconds; readonly now: Milliseconds },
  field = 'issuer',
): Promise<InstitutionVersion> => {
  const then = await institutionAt(view, id, issuedAt, field)
  const current = await institutionAt(view, id, Math.max(now, issuedAt), field)
  for (const { status } of [then, current])
    if (status !== 'active') throw new Refusal('institution-inactive', `${id} is ${status}`, field)
  return then
}
