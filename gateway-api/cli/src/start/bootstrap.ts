import { type Gateway, ProblemError, type Submitted, signedBy } from '@huren/client'
import { signStatement } from '@huren/crypto-config'
import type { Envelope, Instant, Institution, SigningKey } from '@huren/records'
import { RefusedError } from '../exit.ts'
import type { CentralOrganisation } from './organisations.ts'

/** Years for which a trial's central keys are valid. */
const validYears = 10

const yearsLater = (instant: Instant, years: number): Instant => {
  const date = new Date(instant)
  date.setUTCFullYear(date.getUTCFullYear() + years)
  return date.toISOString() as Instant
}

const institutionOf = (
  { institution }: Pick<CentralOrganisation, 'institution'>,
  now: Instant,
): Institution => ({
  issuer: institution,
  issuedAt: now,
  institution,
  version: 1,
  kind: 'central',
  city: '0000' as Institution['city'],
  status: 'active',
  effectiveFrom: now,
})

const signingKeyOf = ({ institution, key }: CentralOrganisation, now: Instant): SigningKey => ({
  issuer: institution,
  issuedAt: now,
  institution,
  key: key.id,
  algorithm: key.algorithm,
  publicKey: key.publicKey,
  uses: ['administration'],
  notBefore: now,
  notAfter: yearsLater(now, validYears),
})

/** The first statements of a ledger: the three central organisations and their keys, each signed by all three. */
const bootstrapStatements = (centrals: readonly CentralOrganisation[], now: Instant): Envelope[] => {
  const keys = centrals.map(({ key }) => key)
  return [
    ...centrals.map((central) => signStatement('institution', institutionOf(central, now), keys)),
    ...centrals.map((central) => signStatement('signing-key', signingKeyOf(central, now), keys)),
  ]
}

/** @throws RefusedError naming the first statement that the ledger refused */
export const insistCommitted = (results: readonly Submitted[]) => {
  const refused = results.find(({ stage }) => stage !== 'committed')
  if (refused) throw new RefusedError(refused.code ?? refused.stage, refused.detail ?? 'not committed')
}

/** Whether the ledger knows the first central organisation's key. */
const isBootstrapped = async (
  gateway: Gateway,
  [first]: readonly CentralOrganisation[],
): Promise<boolean> => {
  if (!first) return false
  try {
    await gateway.as(signedBy(first.key)).get('keys', first.key.id)
    return true
  } catch (error) {
    if (error instanceof ProblemError && [401, 403, 404].includes(error.status)) return false
    throw error
  }
}

/** Registers the central organisations, once; one transaction, so that it is done or not done. */
export const ensureBootstrapped = async (
  gateway: Gateway,
  centrals: readonly CentralOrganisation[],
): Promise<boolean> => {
  if (await isBootstrapped(gateway, centrals)) return false
  const statements = bootstrapStatements(centrals, new Date().toISOString() as Instant)
  const { results } = await gateway.call<{ results: Submitted[] }>({
    method: 'POST',
    path: '/v1/bootstrap',
    body: { statements },
  })
  insistCommitted(results)
  return true
}
