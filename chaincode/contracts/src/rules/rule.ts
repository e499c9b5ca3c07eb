import {
  type Authority,
  type Family,
  type InstitutionId,
  isStatementOf,
  type KeyId,
  type KeyUse,
  type ParsedStatement,
  type Payload,
  type StatementId,
  type TypedRecordType,
} from '@huren/records'
import type { KeyFact } from '../state/facts.ts'
import type { StateKey } from '../state/keys.ts'
import type { Change, StateView } from '../state/view.ts'
import type { Milliseconds } from './time.ts'

/** A key that signed the statement; checked before the rule runs. */
export interface Signer {
  readonly id: KeyId
  readonly fact: KeyFact
}

/** What a rule knows about the statement before it. */
export interface Stated<P> {
  readonly id: StatementId
  readonly payload: P
  readonly issuedAt: Milliseconds
  /** The transaction's time, from the proposal. */
  readonly now: Milliseconds
  readonly signers: readonly Signer[]
  /** Central institutions are made by the bootstrap only. */
  readonly bootstrap: boolean
}

/** Whose signatures a statement needs. */
export type Requirement =
  | { readonly kind: 'governance'; readonly issuer: InstitutionId }
  | { readonly kind: 'institution'; readonly issuer: InstitutionId; readonly use: KeyUse }
  | { readonly kind: 'patient' }

/** How one statement type changes the state. */
interface RuleDefinition<P extends Payload, T> {
  readonly type: TypedRecordType<P>
  /** The entity that remembers the statement. */
  readonly entity: (payload: P) => StateKey<T>
  /** The statements that the entity remembers. */
  readonly statements: (fact: T) => readonly StatementId[]
  /** Only where an older statement is remembered elsewhere than in the entity. */
  readonly remembered?: (payload: P, view: StateView) => Promise<StatementId | undefined>
  /** Only where the authority depends on the state. */
  readonly requirement?: (payload: P, view: StateView) => Promise<Requirement>
  /** @throws Refusal */
  readonly apply: (
    stated: Stated<P>,
    fact: T | undefined,
    view: StateView,
  ) => readonly Change[] | Promise<readonly Change[]>
}

/** A rule whose payload and entity types are closed over, so that all rules fit into one table. */
export interface Rule {
  readonly name: string
  readonly family: Family
  /** The key of the entity that remembers the statement. */
  entity(statement: ParsedStatement): string
  isDuplicate(statement: ParsedStatement, view: StateView): Promise<boolean>
  requirement(statement: ParsedStatement, view: StateView): Promise<Requirement>
  apply(
    statement: ParsedStatement,
    stated: Omit<Stated<unknown>, 'id' | 'payload'>,
    view: StateView,
  ): Promise<readonly Change[]>
}

const ordinary = (authority: Authority, payload: Payload): Requirement => {
  if (authority.kind === 'patient') return authority
  // Every payload that is not a patient's names its issuer (see records/core/common.ts).
  const { issuer } = payload as Payload & { issuer: InstitutionId }
  return { ...authority, issuer }
}

export const defineRule = <P extends Payload, T>(definition: RuleDefinition<P, T>): Rule => {
  const { type, entity, statements } = definition
  const payloadOf = (statement: ParsedStatement): P => {
    if (isStatementOf(type, statement)) return statement.payload
    throw new Error(`the rule of ${type.name} got a ${statement.type.name}`)
  }
  return {
    name: type.name,
    family: type.family,
    entity: (statement) => entity(payloadOf(statement)),
    async isDuplicate(statement, view) {
      const payload = payloadOf(statement)
      const fact = await view.get(entity(payload))
      if (fact && statements(fact).includes(statement.id)) return true
      return (await definition.remembered?.(payload, view)) === statement.id
    },
    async requirement(statement, view) {
      const payload = payloadOf(statement)
      return (await definition.requirement?.(payload, view)) ?? ordinary(type.authority, payload)
    },
    async apply(statement, stated, view) {
      const payload = payloadOf(statement)
      const fact = await view.get(entity(payload))
      return definition.apply({ ...stated, id: statement.id, payload }, fact, view)
    },
  }
}
