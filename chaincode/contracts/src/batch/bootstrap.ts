import {
  type Institution,
  institution,
  isStatementOf,
  type ParsedStatement,
  Refusal,
  type StatementResult,
  signingKey,
} from '@huren/records'
import { authorise } from '../authority/authorise.ts'
import { ruleOf } from '../rules/index.ts'
import { at, type Milliseconds } from '../rules/time.ts'
import { keys } from '../state/keys.ts'
import type { Overlay } from '../state/overlay.ts'
import { put } from '../state/view.ts'
import { refused } from './results.ts'

/** How many institutions govern. */
const centralInstitutions = 3

/**
 * The first statements of a ledger: three central institutions and their keys, each statement signed by keys of at
 * least two of the three that the same batch declares. All of it holds, or nothing does: one bad statement refuses the
 * others with `bootstrap-invalid`. Sent again it is a duplicate; anything else afterwards is `bootstrap-done`.
 * @throws nothing but faults; answers per statement like `runBatch`
 */
export const runBootstrap = async (
  statements: readonly ParsedStatement[],
  now: Milliseconds,
  overlay: Overlay,
): Promise<{ readonly results: StatementResult[]; readonly holds: boolean }> => {
  if (await overlay.get(keys.consortium()))
    return { results: await answerAgain(statements, overlay), holds: true }
  const results = await found(statements, now, overlay)
  return { results, holds: results.every(({ outcome }) => outcome === 'committed') }
}

const answerAgain = async (statements: readonly ParsedStatement[], overlay: Overlay) => {
  const results: StatementResult[] = []
  for (const statement of statements) {
    const { id, type } = statement
    const isDuplicate = await ruleOf(type.name).isDuplicate(statement, overlay)
    results.push(isDuplicate ? { id, outcome: 'duplicate' } : refused(id, done()))
  }
  return results
}

const done = () => new Refusal('bootstrap-done', 'the central institutions stand already')
const invalid = (detail: string, field?: string) => new Refusal('bootstrap-invalid', detail, field)
const refusedWithOthers = ({ id }: ParsedStatement) =>
  refused(id, invalid('another statement of the bootstrap is refused'))

/** Declares everything first, then checks each statement's signatures against what the whole batch declares. */
const found = async (statements: readonly ParsedStatement[], now: Milliseconds, overlay: Overlay) => {
  const ordered = [...statements].sort((a, b) => rank(a) - rank(b))
  const refusals = new Map<ParsedStatement, Refusal>()
  const attempt = async (statement: ParsedStatement, step: () => Promise<unknown>) => {
    try {
      await step()
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      refusals.set(statement, refusals.get(statement) ?? error)
    }
  }
  declareConsortium(statements, overlay, refusals)
  for (const statement of ordered) await attempt(statement, () => declare(statement, now, overlay))
  // Signatures are looked at only when all keys are known: otherwise one bad key would seem to spoil the others.
  if (refusals.size === 0)
    for (const statement of ordered) await attempt(statement, () => authoriseFounder(statement, now, overlay))
  return statements.map((statement): StatementResult => {
    const refusal = refusals.get(statement)
    if (refusal) return refused(statement.id, refusal)
    return refusals.size > 0 ? refusedWithOthers(statement) : { id: statement.id, outcome: 'committed' }
  })
}

/** Institutions before their keys, each in the order given. */
const rank = (statement: ParsedStatement) => (isStatementOf(institution, statement) ? 0 : 1)

const declareConsortium = (
  statements: readonly ParsedStatement[],
  overlay: Overlay,
  refusals: Map<ParsedStatement, Refusal>,
) => {
  const founders = statements.flatMap((one) => (isStatementOf(institution, one) ? [one.payload] : []))
  const central = [...new Set(founders.filter(isFounder).map((founder) => founder.institution))].sort()
  const first = statements[0]
  if (first && (central.length !== centralInstitutions || founders.length !== centralInstitutions))
    refusals.set(first, invalid(`the bootstrap declares exactly ${centralInstitutions} central institutions`))
  overlay.apply([put(keys.consortium(), { central })])
}

const isFounder = ({ kind, status }: Institution) => kind === 'central' && status === 'active'

const declare = async (statement: ParsedStatement, now: Milliseconds, overlay: Overlay) => {
  const { type, payload } = statement
  if (type.name !== institution.name && type.name !== signingKey.name)
    throw invalid('a bootstrap consists of institutions and signing keys', 'payloadType')
  const issuedAt = at(payload.issuedAt)
  const stated = { issuedAt, now, signers: [], bootstrap: true }
  overlay.apply(await ruleOf(type.name).apply(statement, stated, overlay))
}

/** Nothing is signed by one organisation alone here, not even its own key. */
const authoriseFounder = async (statement: ParsedStatement, now: Milliseconds, overlay: Overlay) => {
  if (!isStatementOf(institution, statement) && !isStatementOf(signingKey, statement)) return
  await authorise(statement, { kind: 'governance', issuer: statement.payload.issuer }, now, overlay)
}
