import { type Institution, institution, Refusal } from '@huren/records'
import type { InstitutionVersion, Versioned } from '../state/facts.ts'
import { keys } from '../state/keys.ts'
import { put, type StateView } from '../state/view.ts'
import { defineRule } from './rule.ts'
import { addVersion, statementsOf } from './versions.ts'

type Fact = Versioned<InstitutionVersion>

/** Members are admitted, changed and closed by the central institutions; what they are does not change. */
export const institutionRule = defineRule<Institution, Fact>({
  type: institution,
  entity: (payload) => keys.institution(payload.institution),
  statements: statementsOf,
  async apply({ id, payload, bootstrap }, fact, view) {
    const { version, kind, level, city, status, effectiveFrom } = payload
    const last = fact?.versions.at(-1)
    if (last && last.kind !== kind)
      throw new Refusal('version-conflict', `the institution is a ${last.kind} and stays one`, 'kind')
    if (kind === 'central') await checkCentral(payload, { isNew: !last, bootstrap }, view)
    const next = { version, effectiveFrom, statement: id, kind, ...(level && { level }), city, status }
    return [put(keys.institution(payload.institution), addVersion(fact, next))]
  },
})

/** There are three central institutions, from the bootstrap on, and always two of them able to decide. */
const checkCentral = async (
  { institution: id, status }: Institution,
  { isNew, bootstrap }: { isNew: boolean; bootstrap: boolean },
  view: StateView,
) => {
  if (isNew && !bootstrap)
    throw new Refusal('bootstrap-done', 'the three central institutions are fixed by the bootstrap', 'kind')
  if (status === 'active' || isNew) return
  const { central } = (await view.get(keys.consortium())) ?? { central: [] }
  const statuses = await Promise.all(
    central
      .filter((other) => other !== id)
      .map(async (other) => (await view.get(keys.institution(other)))?.versions.at(-1)?.status),
  )
  if (statuses.some((other) => other !== 'active'))
    throw new Refusal('quorum-missing', 'two central institutions must stay active', 'status')
}
