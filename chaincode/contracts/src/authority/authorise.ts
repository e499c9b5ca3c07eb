import { type InstitutionId, type ParsedStatement, Refusal } from '@huren/records'
import { isSignedBy } from '../memory/verified.ts'
import { activeInstitution } from '../rules/institutions.ts'
import type { Requirement, Signer } from '../rules/rule.ts'
import { at, checkIssuedAt, type Milliseconds } from '../rules/time.ts'
import type { StateView } from '../state/view.ts'
import { signersOf } from './signers.ts'

interface Moments {
  readonly issuedAt: Milliseconds
  readonly now: Milliseconds
}

/** How many of the three central institutions a change of the consortium needs. */
const quorum = 2

/**
 * Checks that the right keys signed, at a time when they could. Every signature must verify and every signer must be
 * one whom the requirement names: a wrong one spoils the statement even when the others would do.
 * @returns the signers, for rules that look closer
 * @throws Refusal `clock-skew`, `signature-…`, `key-…`, `issuer-mismatch`, `institution-…`, `quorum-missing`
 */
export const authorise = async (
  statement: ParsedStatement,
  requirement: Requirement,
  now: Milliseconds,
  view: StateView,
): Promise<readonly Signer[]> => {
  const moments = { issuedAt: at(statement.payload.issuedAt), now }
  checkIssuedAt(moments.issuedAt, now)
  const signers = await signersOf(statement, moments.issuedAt, view)
  await checkRequirement(requirement, signers, moments, view)
  checkSignatures(statement, signers)
  return signers
}

const checkRequirement = async (
  requirement: Requirement,
  signers: readonly Signer[],
  moments: Moments,
  view: StateView,
) => {
  if (requirement.kind === 'patient') return checkPatients(signers)
  const { issuer } = requirement
  const { kind } = await activeInstitution(view, issuer, moments)
  if (requirement.kind === 'institution') return checkInstitution(requirement, signers)
  if (kind !== 'central')
    throw new Refusal('issuer-mismatch', `${issuer} is not a central institution`, 'issuer')
  await checkGovernance(issuer, signers, moments, view)
}

const checkPatients = (signers: readonly Signer[]) => {
  if (signers.some(({ fact }) => fact.owner !== 'patient'))
    throw new Refusal('key-use', 'a patient signs this, with a bound key', 'signatures')
}

const institutionKey = ({ id, fact }: Signer) => {
  if (fact.owner === 'institution') return fact
  throw new Refusal('key-use', `the key ${id} is a patient's`, 'signatures')
}

const checkInstitution = (
  { issuer, use }: Requirement & { kind: 'institution' },
  signers: readonly Signer[],
) => {
  const signing = signers.map(institutionKey)
  const stranger = signing.find(({ institution }) => institution !== issuer)
  if (stranger)
    throw new Refusal(
      'issuer-mismatch',
      `signed by a key of ${stranger.institution}, not of ${issuer}`,
      'issuer',
    )
  if (!signing.some(({ uses }) => uses.includes(use)))
    throw new Refusal('key-use', `no signing key of ${issuer} may be used for ${use}`, 'signatures')
}

/** At least two central organisations, the issuer among them, and nobody else. */
const checkGovernance = async (
  issuer: InstitutionId,
  signers: readonly Signer[],
  moments: Moments,
  view: StateView,
) => {
  const signed = new Set<InstitutionId>()
  for (const { institution, uses } of signers.map(institutionKey)) {
    const { kind } = await activeInstitution(view, institution, moments, 'signatures')
    if (kind !== 'central')
      throw new Refusal('issuer-mismatch', `${institution} is not a central institution`, 'signatures')
    if (!uses.includes('administration'))
      throw new Refusal('key-use', `a key of ${institution} is not for administration`, 'signatures')
    signed.add(institution)
  }
  if (!signed.has(issuer)) throw new Refusal('issuer-mismatch', `${issuer} has not signed`, 'issuer')
  if (signed.size < quorum)
    throw new Refusal(
      'quorum-missing',
      `signed by ${signed.size} central organisation, needs ${quorum}`,
      'signatures',
    )
}

const checkSignatures = (statement: ParsedStatement, signers: readonly Signer[]) => {
  for (const [index, signature] of statement.envelope.signatures.entries()) {
    const signer = signers[index]
    if (!signer || !isSignedBy(statement, signature, signer.fact))
      throw new Refusal('signature-invalid', `the signature by ${signature.keyid} is not valid`, 'signatures')
  }
}
