import {
  erasure,
  institution,
  isStatementOf,
  keyRevocation,
  type ParsedStatement,
  parseEnvelope,
  patientKey,
  Refusal,
  report,
  signingKey,
} from '@huren/records'
import type { Relation } from './index-keys.ts'
import type { LeafEntry } from './leaves.ts'

type Related = readonly [Relation, string]

/** What a committed statement changes about keys, institutions, reports and erasures: what receipts look for later. */
const relatedOf = (statement: ParsedStatement): Related[] => {
  if (isStatementOf(signingKey, statement) || isStatementOf(keyRevocation, statement))
    return [['k', statement.payload.key]]
  if (isStatementOf(patientKey, statement)) {
    const { key, replaces } = statement.payload
    return replaces
      ? [
          ['k', key],
          ['k', replaces],
        ]
      : [['k', key]]
  }
  if (isStatementOf(institution, statement)) return [['i', statement.payload.institution]]
  if (isStatementOf(report, statement)) return [['r', statement.payload.report]]
  if (isStatementOf(erasure, statement)) return [['x', statement.payload.target]]
  return []
}

const interesting = [institution, signingKey, keyRevocation, patientKey, report, erasure].map(
  ({ name }) => `huren.${name}.v1`,
)

/** The central organisations' own bootstrap is left out: their keys stand in the trust file. */
export const relationsOf = ({ envelope, result, bootstrap }: LeafEntry): Related[] => {
  if (result !== 'committed' || bootstrap || !interesting.some((name) => envelope.includes(name))) return []
  try {
    return relatedOf(parseEnvelope(envelope))
  } catch (error) {
    if (error instanceof Refusal) return []
    throw error
  }
}
