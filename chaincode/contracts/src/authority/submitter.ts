import type { ParsedStatement } from '@huren/records'
import { CallError } from '../batch/limits.ts'

/** The certificate attribute that binds an identity to one institution: a hospital's, from its city's authority. */
export const institutionAttribute = 'huren.institution'

const issuerOf = ({ payload }: ParsedStatement) => ('issuer' in payload ? payload.issuer : undefined)

/**
 * Whoever submits as an institution submits that institution's statements, and those of patients, who have none: a
 * hospital that lost its Fabric key has not lent it to others. An identity without the attribute is an organisation's own
 * gateway and carries everybody's.
 * @param institution what the submitter's certificate says, if it says anything
 * @throws CallError `submitter-mismatch`
 */
export const checkSubmitter = (institution: string | null, statements: readonly ParsedStatement[]) => {
  if (institution === null) return
  const strangers = statements.findIndex((statement) => (issuerOf(statement) ?? institution) !== institution)
  if (strangers < 0) return
  throw new CallError(
    'submitter-mismatch',
    `statement ${strangers + 1}: the submitting identity is ${institution}'s and may submit its own statements only`,
  )
}
