import { randomBytes, randomUUID } from 'node:crypto'
import { generateKey, type SigningKey, signStatement } from '@huren/crypto-config'
import {
  type Algorithm,
  type Commitment,
  type Digest,
  type Instant,
  type InstitutionId,
  type ItemCode,
  type KeyUse,
  keyUses,
  type ReasonCode,
  type RecordId,
  recordTypeNamed,
  type StatementId,
  type StatementResult,
} from '@huren/records'
import { days, years } from '../rules/time.ts'
import { TestLedger } from './ledger.ts'

export { inputOf, proposalAt } from './proposal.ts'

/** The moment at which every test's world begins. */
export const beginning = Date.parse('2026-11-21T08:00:00Z')
export const instant = (milliseconds: number) => new Date(milliseconds).toISOString() as Instant
export const newRecordId = () => randomUUID() as RecordId
export const newCommitment = () => randomBytes(32).toString('hex') as Commitment
export const newDigest = () => randomBytes(32).toString('hex') as Digest

export interface Actor {
  readonly id: InstitutionId
  readonly key: SigningKey
}
/** A signed statement, ready to be sent. */
export interface Signed {
  readonly name: string
  readonly text: string
}

export const item = 'L00001' as ItemCode
export const otherItem = 'E00042' as ItemCode
export const reason = 'NR03' as ReasonCode

/** Fields of a key as payloads state them. */
export const keyFields = ({ id, algorithm, publicKey }: SigningKey, now: number) => ({
  key: id,
  algorithm,
  publicKey,
  notBefore: instant(now),
  notAfter: instant(now + years(2)),
})

/** A consortium with its members, whose clock a test moves. */
export class World {
  readonly ledger = new TestLedger()
  readonly algorithm: Algorithm
  now = beginning
  readonly #actors = new Map<string, Actor>()

  constructor(algorithm: Algorithm = 'ES256') {
    this.algorithm = algorithm
  }

  actor(id: string): Actor {
    const known = this.#actors.get(id)
    if (known) return known
    const actor = { id: id as InstitutionId, key: generateKey(this.algorithm) }
    this.#actors.set(id, actor)
    return actor
  }

  get central(): readonly [Actor, Actor, Actor] {
    return [this.actor('GD-0000-00001'), this.actor('GD-0000-00002'), this.actor('GD-0000-00003')]
  }

  /** Signs a payload stated now. */
  sign(name: string, payload: object, ...keys: SigningKey[]): Signed {
    const text = JSON.stringify(signStatement(name, { issuedAt: instant(this.now), ...payload }, keys))
    return { name, text }
  }
  /** As an institution, with its one key. */
  by(actor: Actor, name: string, payload: object): Signed {
    return this.sign(name, { issuer: actor.id, ...payload }, actor.key)
  }
  /** As two of the three central institutions. */
  govern(name: string, payload: object): Signed {
    const [one, two] = this.central
    return this.sign(name, { issuer: one.id, ...payload }, one.key, two.key)
  }

  /** Submits to the contract of the first statement's family. */
  async submit(...statements: readonly Signed[]): Promise<StatementResult[]> {
    const family = recordTypeNamed(statements[0]?.name ?? '')?.family
    return this.call(`${family}:submit`, ...statements.map(({ text }) => text))
  }
  async call(name: string, ...args: string[]): Promise<StatementResult[]> {
    const { status, payload, message } = await this.ledger.submit({ args: [name, ...args], now: this.now })
    if (status !== 200) throw new Error(message)
    return JSON.parse(payload)
  }
  async query<T>(name: string, ...args: string[]): Promise<T> {
    const { payload } = await this.ledger.endorse({ args: [name, ...args], now: this.now })
    return JSON.parse(payload)
  }
  /** Submits one statement that must be committed. */
  async commit(statement: Signed): Promise<StatementId> {
    const [result] = await this.submit(statement)
    if (result?.outcome !== 'committed') throw new Error(`not committed: ${JSON.stringify(result)}`)
    return result.id
  }

  founding(): Signed[] {
    return this.central.flatMap((actor) => [
      this.govern('institution', this.institution(actor, { kind: 'central', city: '0000' })),
      this.govern('signing-key', this.signingKey(actor)),
    ])
  }
  institution({ id }: Actor, changes: object = {}) {
    const effectiveFrom = instant(this.now)
    return {
      institution: id,
      version: 1,
      kind: 'hospital',
      city: '4401',
      status: 'active',
      effectiveFrom,
      ...changes,
    }
  }
  signingKey({ id, key }: Actor, uses: readonly KeyUse[] = keyUses) {
    return { institution: id, ...keyFields(key, this.now), uses }
  }

  async bootstrap(): Promise<StatementResult[]> {
    return this.call('Registry:bootstrap', ...this.founding().map(({ text }) => text))
  }
  /** Admits an institution with a key for everything. */
  async admit(id: string, changes: object): Promise<Actor> {
    const actor = this.actor(id)
    await this.commit(this.govern('institution', this.institution(actor, changes)))
    await this.commit(this.govern('signing-key', this.signingKey(actor)))
    return actor
  }
  /** Binds a patient's key. */
  async bind(binder: Actor, changes: object = {}): Promise<SigningKey> {
    const key = generateKey('ES256')
    const fields = { ...keyFields(key, this.now), subject: newCommitment(), assurance: 'in-person' }
    await this.commit(this.by(binder, 'patient-key', { ...fields, ...changes }))
    return key
  }
  /** A report's version; the first and final one unless changed. */
  report(actor: Actor, changes: object = {}): Signed {
    const performedAt = instant(this.now - days(1))
    const content = { content: newCommitment(), format: 'fhir-json' }
    const first = { report: newRecordId(), version: 1, status: 'final', item, subject: newCommitment() }
    return this.by(actor, 'report', { ...first, ...content, performedAt, ...changes })
  }
  /** A decision, of `report` and `statement`; recognised when ordering unless changed. */
  decision(actor: Actor, changes: object): Signed {
    const decided = { decision: newRecordId(), item, rule: 1, outcome: 'recognised', moment: 'order' }
    const whose = { subject: newCommitment(), encounter: newCommitment() }
    return this.by(actor, 'decision', { ...decided, ...whose, ...changes })
  }
}

/** A world with two hospitals of two cities, a clinic, an imaging cloud, a quality centre, items, rule and reasons. */
export const populated = async (algorithm?: Algorithm) => {
  const world = new World(algorithm)
  await world.bootstrap()
  const effectiveFrom = instant(world.now)
  const common = { version: 1, effectiveFrom, document: newDigest() }
  const active = { ...common, status: 'active', validDays: 90 }
  await world.commit(world.govern('catalogue-item', { item, kind: 'laboratory', ...active }))
  await world.commit(world.govern('catalogue-item', { item: otherItem, kind: 'examination', ...active }))
  const rule = { ...common, minimumLevel: 'secondary', scope: 'province', qualityRequired: false }
  await world.commit(world.govern('recognition-rule', rule))
  await world.commit(world.govern('reason-dictionary', { ...common, reasons: [reason, 'NR07'] }))
  const hospital = await world.admit('GD-4401-00012', { level: 'tertiary' })
  const other = await world.admit('GD-4403-00007', { level: 'secondary', city: '4403' })
  const clinic = await world.admit('GD-4401-00090', { level: 'primary' })
  const cloud = await world.admit('GD-4401-00500', { kind: 'imaging-cloud' })
  const centre = await world.admit('GD-4401-00600', { kind: 'quality-centre' })
  return { world, hospital, other, clinic, cloud, centre }
}
