import { parseDictionary } from 'structured-headers'
import { Problem } from '../http/problem.ts'

/** Seconds that a submitter is made to wait, unless it says otherwise, and at most. */
const usual = 10
const longest = 60

/**
 * How long a submitter wants to wait, by its Prefer field (RFC 7240): `respond-async`, `wait=SECONDS`.
 * @returns milliseconds
 * @throws Problem `parameter-invalid`
 */
export const patienceOf = (prefer: string | undefined): number => {
  if (prefer === undefined) return usual * 1000
  try {
    const preferences = parseDictionary(prefer.toLowerCase())
    if (preferences.has('respond-async')) return 0
    const wait = preferences.get('wait')?.[0] ?? usual
    if (typeof wait === 'number' && wait >= 0) return Math.min(wait, longest) * 1000
  } catch {
    // said below
  }
  throw new Problem('parameter-invalid', 'Prefer must be respond-async or wait=SECONDS', { field: 'prefer' })
}
