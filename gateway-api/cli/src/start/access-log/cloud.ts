import { type Gateway, ProblemError, signedBy } from '@huren/client'
import { type ExportableKey, signStatement } from '@huren/crypto-config'
import type { Instant, Institution, InstitutionId, KeyUse, SigningKey } from '@huren/records'
import { insistCommitted } from '../bootstrap.ts'
import type { CentralOrganisation } from '../organisations.ts'

/**
 * A trial's imaging cloud, the province's own: it keeps the log of who looked at which images. Its number is none of a
 * city's, so that a city's first hospital is given 00001 (explorer/accounts.ts makes a login for it).
 */
export const trialCloud = 'GD-4400-00001' as InstitutionId

export interface CloudKeys {
  readonly administration: ExportableKey
  /** Signs the log's checkpoints. */
  readonly log: ExportableKey
}

const validYears = 10
const yearsLater = (instant: Instant): Instant => {
  const date = new Date(instant)
  date.setUTCFullYear(date.getUTCFullYear() + validYears)
  return date.toISOString() as Instant
}

const keyOf = (
  issuer: InstitutionId,
  { id, algorithm, publicKey }: ExportableKey,
  use: KeyUse,
  now: Instant,
): SigningKey => ({
  issuer,
  issuedAt: now,
  institution: trialCloud,
  key: id,
  algorithm,
  publicKey,
  uses: [use],
  notBefore: now,
  notAfter: yearsLater(now),
})

const institutionOf = (issuer: InstitutionId, now: Instant): Institution => ({
  issuer,
  issuedAt: now,
  institution: trialCloud,
  version: 1,
  kind: 'imaging-cloud',
  city: '4400' as Institution['city'],
  status: 'active',
  effectiveFrom: now,
})

const isRegistered = async (gateway: Gateway, key: ExportableKey): Promise<boolean> => {
  try {
    await gateway.get('keys', key.id)
    return true
  } catch (error) {
    if (error instanceof ProblemError && [401, 403, 404].includes(error.status)) return false
    throw error
  }
}

/** Registers the imaging cloud and its keys, once. @throws RefusedError naming what the ledger refused */
export const ensureCloud = async (
  gateway: Gateway,
  [first, second]: readonly CentralOrganisation[],
  { administration, log }: CloudKeys,
): Promise<void> => {
  if (!first || !second) throw new RangeError('governance needs two central organisations')
  const asCentral = gateway.as(signedBy(first.key))
  if (await isRegistered(asCentral, log)) return
  const now = new Date().toISOString() as Instant
  const governance = [first.key, second.key]
  if (!(await isRegistered(asCentral, administration)))
    insistCommitted(
      await asCentral.submit(
        [
          signStatement('institution', institutionOf(first.institution, now), governance),
          signStatement(
            'signing-key',
            keyOf(first.institution, administration, 'administration', now),
            governance,
          ),
        ],
        { wait: 60 },
      ),
    )
  const own = signStatement('signing-key', keyOf(trialCloud, log, 'access-log', now), [administration])
  insistCommitted(await gateway.as(signedBy(administration)).submit([own], { wait: 60 }))
}
