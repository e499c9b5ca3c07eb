import { type ExportableKey, generateKey, type SigningKey, signStatement } from '@huren/crypto-config'
import type {
  Algorithm,
  Envelope,
  Instant,
  Institution,
  InstitutionId,
  SigningKey as KeyPayload,
  KeyUse,
} from '@huren/records'

/** A hospital of the load: one key for each algorithm, both of its report system. */
export interface Hospital {
  readonly institution: InstitutionId
  readonly city: City
  readonly administration: ExportableKey
  readonly keys: Readonly<Record<Algorithm, ExportableKey>>
}

/** Who governs: signs what admits a hospital. */
export interface Founder {
  readonly institution: InstitutionId
  readonly key: SigningKey
}

type City = Institution['city']

/** @param city its code (GB/T 2260) */
export const newHospital = (index: number, city = '4401' as City): Hospital => ({
  institution: `GD-${city}-${String(50_000 + index)}` as InstitutionId,
  city,
  administration: generateKey('ES256'),
  keys: { ES256: generateKey('ES256'), 'SM2-SM3': generateKey('SM2-SM3') },
})

const registration = (
  issuer: InstitutionId,
  { institution }: Hospital,
  { id, algorithm, publicKey }: ExportableKey,
  use: KeyUse,
  now: Date,
): KeyPayload => ({
  issuer,
  issuedAt: now.toISOString() as Instant,
  institution,
  key: id,
  algorithm,
  publicKey,
  uses: [use],
  notBefore: now.toISOString() as Instant,
  notAfter: new Date(now.getTime() + 365 * 86_400_000).toISOString() as Instant,
})

/** What admits hospitals, in an order in which each statement finds what it needs. */
export const admission = (
  hospitals: readonly Hospital[],
  [first, second]: readonly Founder[],
): Envelope[] => {
  if (!first || !second) throw new RangeError('two central organisations admit a hospital')
  const now = new Date()
  const issuedAt = now.toISOString() as Instant
  const governance = [first.key, second.key]
  return hospitals.flatMap((hospital) => {
    const { institution, administration, city } = hospital
    const member: Institution = {
      issuer: first.institution,
      issuedAt,
      institution,
      version: 1,
      kind: 'hospital',
      level: 'tertiary',
      city,
      status: 'active',
      effectiveFrom: issuedAt,
    }
    const own = registration(first.institution, hospital, administration, 'administration', now)
    return [
      signStatement('institution', member, governance),
      signStatement('signing-key', own, governance),
      ...Object.values(hospital.keys).map((key) =>
        signStatement('signing-key', registration(institution, hospital, key, 'report', now), [
          administration,
        ]),
      ),
    ]
  })
}
