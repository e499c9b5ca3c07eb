/** Every collection of the API that is read with GET, by its word in the URL. */
export const resources = [
  'statements',
  'submissions',
  'reports',
  'recognisable',
  'decisions',
  'consents',
  'accesses',
  'emergency-accesses',
  'access-logs',
  'referrals',
  'institutions',
  'keys',
  'items',
  'rules',
  'reasons',
  'transactions',
  'blocks',
  'queue',
  'refusals',
  'dead-letters',
  'onboarding',
  'gateway',
  'about',
] as const
export type Resource = (typeof resources)[number]

/** The path of a resource, or of one member of it. */
export const pathOf = (resource: Resource, id?: string | number): string =>
  id === undefined ? `/v1/${resource}` : `/v1/${resource}/${encodeURIComponent(id)}`
