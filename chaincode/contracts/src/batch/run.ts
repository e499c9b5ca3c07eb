import {
  type Family,
  type InstitutionId,
  type KeyId,
  type ParsedStatement,
  Refusal,
  type StatementResult,
} from '@huren/records'
import { authorise } from '../authority/authorise.ts'
import { ruleOf } from '../rules/index.ts'
import type { Rule } from '../rules/rule.ts'
import { at, type Milliseconds } from '../rules/time.ts'
import { keys } from '../state/keys.ts'
import type { Overlay } from '../state/overlay.ts'
import { answering } from './results.ts'

/**
 * Takes the statements of a batch one after the other: recognise what is known already, authorise, apply the rule.
 * Later statements see what earlier ones changed; a refused one changes nothing.
 * @param now the transaction's time
 * @param overlay the state; holds the changes afterwards
 * @returns one answer per statement, in their order
 */
export const runBatch = async (
  family: Family,
  statements: readonly ParsedStatement[],
  now: Milliseconds,
  overlay: Overlay,
): Promise<StatementResult[]> => {
  await overlay.readAhead(
    statements.filter(({ type }) => type.family === family).flatMap((statement) => wantedBy(statement)),
  )
  const results: StatementResult[] = []
  for (const statement of statements)
    results.push(await answering(statement.id, () => take(statement, family, now, overlay)))
  return results
}

/** What nearly every statement has read: the entity it is about, the keys that signed it, its issuer. */
const wantedBy = (statement: ParsedStatement): string[] => {
  const { type, envelope, payload } = statement
  // The parser has seen to it that key ids and issuers have the shape of one.
  const signers = envelope.signatures.map(({ keyid }) => keys.key(keyid as KeyId))
  const issuer = 'issuer' in payload ? [keys.institution(payload.issuer as InstitutionId)] : []
  return [ruleOf(type.name).entity(statement), ...signers, ...issuer]
}

const take = async (
  statement: ParsedStatement,
  family: Family,
  now: Milliseconds,
  overlay: Overlay,
): Promise<StatementResult> => {
  const { id, type } = statement
  if (type.family !== family)
    throw new Refusal('wrong-family', `a ${type.name} goes to the contract ${type.family}`, 'payloadType')
  const rule = ruleOf(type.name)
  if (await rule.isDuplicate(statement, overlay)) return { id, outcome: 'duplicate' }
  await takeNew(statement, rule, now, overlay)
  return { id, outcome: 'committed' }
}

/** @throws Refusal */
const takeNew = async (
  statement: ParsedStatement,
  rule: Rule,
  now: Milliseconds,
  overlay: Overlay,
): Promise<void> => {
  const requirement = await rule.requirement(statement, overlay)
  const signers = await authorise(statement, requirement, now, overlay)
  const issuedAt = at(statement.payload.issuedAt)
  overlay.apply(await rule.apply(statement, { issuedAt, now, signers, bootstrap: false }, overlay))
}
