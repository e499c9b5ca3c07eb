import type { StatementRow } from '../store/buckets.ts'

/** Fields that name whom a statement concerns: institutions and patients' keys. */
const named = ['issuer', 'institution', 'grantee', 'from', 'to', 'grantor', 'relative'] as const
/** The binding of a patient's own key concerns the patient, and so does its erasure. */
const bound = ['key', 'replaces'] as const
const aboutBindings = new Set(['patient-key', 'erasure'])
/** Fields that refer to a record, and the statement type that founds such a record. */
const through = {
  report: 'report',
  reports: 'report',
  consent: 'consent',
  emergency: 'emergency-access',
} as const

export type Founding = (typeof through)[keyof typeof through]
/** The field that holds a record's id in the statement that founds it. */
export const foundedIn = { report: 'report', consent: 'consent', 'emergency-access': 'emergency' } as const
export const founds = (type: string): type is Founding => type in foundedIn

type Payload = Readonly<Record<string, unknown>>
/** The parties of the first statement about a record; undefined when the ledger has none. */
export type PartiesOf = (type: Founding, record: string) => Promise<StatementRow['parties'] | undefined>

const strings = (payload: Payload, fields: readonly string[]): string[] =>
  fields.flatMap((name) => payload[name] ?? []).filter((value): value is string => typeof value === 'string')

/**
 * Whom a committed statement concerns, and who may therefore read it: whom it names, and the parties of the report,
 * consent or emergency access that it refers to.
 */
export const partiesOf = async (type: string, payload: Payload, partiesOfRecord: PartiesOf) => {
  const parties = new Set(strings(payload, named))
  if (aboutBindings.has(type)) for (const key of strings(payload, bound)) parties.add(key)
  for (const [field, founding] of Object.entries(through)) {
    if (founding === type) continue
    for (const record of strings(payload, [field]))
      for (const party of (await partiesOfRecord(founding, record)) ?? []) parties.add(party)
  }
  return [...parties]
}
