import { type Institution, institution, Refusal } from '@huren/records'
import type { InstitutionVersion, Versioned } from '../state/facts.ts'
import { keys } from '../state/keys.ts'
import { put, type StateView } from '../state/view.ts'
import { defineRule } from './rule.ts'
import type { Milliseconds } from './time.ts'
import { addVersion, inForce, statementsOf } from './versions.ts'

type Fact = Versioned<InstitutionVersion>

/** Members are admitted, changed and closed by the central institutions; what they are does not change. */
export const institutionRule = defineRule<Institution, Fact>({
  type: institution,
  entity: (payload) => keys.institution(payload.institution),
  statements: statementsOf,
  async apply({ id, payload, bootstrap, now }, fact, view) {
    const { version, kind, level, city, status, effectiveFrom } = payload
    const last = fact?.versions.at(-1)
    if (last && last.kind !== kind)
      throw new Refusal('version-conflict', `the institution is a ${last.kind} and stays one`, 'kind')
    if (kind === 'central') await checkCentral(payload, { isNew: !last, bootstrap, now }, view)
    const next = { version, effectiveFrom, statement: id, kind, ...(level && { level }), city, status }
    return [put(keys.institution(payload.institution), addVersion(fact, next))]
  },
})

/** There are three central institutions, from the bootstrap on, and always two of them able to decide. */
const checkCentral = async (
  { institution: id, status }: Institution,
  { isNew, bootstrap, now }: { isNew: boolean; bootstrap: boolean; now: Milliseconds },
  view: StateView,
) => {
  if (isNew && !bootstrap)
    throw new Refusal('bootstrap-done', 'the three central institutions are fixed by the bootstrap', 'kind')
  if (status === 'active' || isNew) return
  const { central } = (await view.get(keys.consortium())) ?? { central: [] }
  for (const other of central.filter((one) => one !== id))
    if (!staysActive(await view.get(keys.institution(other)), now))
      throw new Refusal('quorum-missing', 'two central institutions must stay active', 'status')
}

/** In force now and at any time to come: whoever is suspended until a later version cannot govern until then. */
const staysActive = (fact: Fact | undefined, now: Milliseconds): boolean => {
  const current = inForce(fact, now)
  if (!fact || !current) return false
  return fact.versions.slice(fact.versions.indexOf(current)).every(({ status }) => status === 'active')
}
