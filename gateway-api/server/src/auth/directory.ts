import { type KeyId, parseEnvelope } from '@huren/records'
import { LRUCache } from 'lru-cache'
import { RateLimiterMemory } from 'rate-limiter-flexible'
import { Problem } from '../http/problem.ts'
import type { InstitutionFact, KeyFact } from '../ledger/facts.ts'
import { describe, natureOf } from '../ledger/failure.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Projection } from '../projection/projection.ts'
import type { Buckets, StatementRow } from '../store/buckets.ts'
import type { KnownKey } from './known-key.ts'

/** What of the registry changes what a key may do. */
const aboutKeys = new Set(['signing-key', 'key-revocation', 'patient-key'])

/** Milliseconds for which a key is not asked for again. */
const freshness = 30_000

/** Seconds in which so many unknown keys may be tried, by everybody together. */
const missWindow = 10

/** Instead of a time: a block has changed what is known, it must be asked for. */
const changed = Number.NEGATIVE_INFINITY

interface Remembered {
  readonly key: KnownKey
  /** When it was asked for, milliseconds since the epoch. */
  readonly at: number
}

/**
 * The registered keys, asked of the ledger and remembered for half a minute; a block that changes a key or an
 * institution makes it forgotten at once.
 */
export class Directory {
  readonly #ledger: Ledger
  readonly #buckets: Buckets
  readonly #known = new LRUCache<KeyId, Remembered>({ max: 10_000 })
  readonly #unknown = new LRUCache<KeyId, true>({ max: 10_000, ttl: 2_000 })
  readonly #misses = new RateLimiterMemory({ points: 200, duration: missWindow })
  #changes = 0
  readonly #asked = new Map<KeyId, Promise<KnownKey | undefined>>()

  constructor(ledger: Ledger, buckets: Buckets, projection: Projection) {
    this.#ledger = ledger
    this.#buckets = buckets
    projection.events.on('advanced', (statements) => this.#forget(statements))
  }

  /**
   * While the ledger cannot be reached, a key is what it was last: no block could tell otherwise, and statements are
   * still to be taken in.
   * @throws Problem `ledger-unreachable` for a key that was never asked for
   */
  async find(id: KeyId): Promise<KnownKey | undefined> {
    const known = this.#known.get(id)
    if (known && Date.now() - known.at < freshness) return known.key
    if (this.#unknown.has(id)) return undefined
    const asked = this.#asked.get(id) ?? this.#remember(id, known)
    this.#asked.set(id, asked)
    return asked.finally(() => this.#asked.delete(id))
  }

  async #remember(id: KeyId, before: Remembered | undefined): Promise<KnownKey | undefined> {
    if (!before) await this.#mayAsk()
    const changes = this.#changes
    try {
      const key = await this.#ask(id)
      // a block that came in between may have changed what was just answered
      if (key) this.#known.set(id, { key, at: this.#changes === changes ? Date.now() : changed })
      else await this.#miss(id)
      return key
    } catch (error) {
      if (before && before.at !== changed && natureOf(error) === 'trouble') return before.key
      throw new Problem('ledger-unreachable', `keys cannot be looked up: ${describe(error)}`, {
        retryAfter: 5,
      })
    }
  }

  /** Whoever tries made-up keys does not make the ledger busy: keys that are known stay unaffected. */
  async #mayAsk(): Promise<void> {
    const misses = await this.#misses.get('all')
    if (misses && misses.consumedPoints > this.#misses.points)
      throw new Problem('rate-limited', 'too many unknown keys were tried', { retryAfter: missWindow })
  }

  async #miss(id: KeyId): Promise<void> {
    this.#unknown.set(id, true)
    await this.#misses.penalty('all', 1)
  }

  async #ask(id: KeyId): Promise<KnownKey | undefined> {
    const fact = (await this.#ledger.query('Registry:key', id)) as KeyFact | null
    if (!fact) return undefined
    const { algorithm, publicKey } = fact
    if (fact.owner === 'patient' || !fact.institution)
      return { id, algorithm, publicKey, fact, kind: 'patient', keys: await this.#replacedBy(id) }
    const holder = (await this.#ledger.query(
      'Registry:institution',
      fact.institution,
    )) as InstitutionFact | null
    const { institution, uses = [] } = fact
    return {
      id,
      algorithm,
      publicKey,
      fact,
      kind: 'institution',
      institution,
      uses,
      holder: holder ?? { versions: [] },
    }
  }

  /** A patient's key and, through `replaces`, the earlier keys of the same person. */
  async #replacedBy(key: KeyId): Promise<KeyId[]> {
    const keys: KeyId[] = []
    for (let next: KeyId | undefined = key; next && !keys.includes(next); next = await this.#replaced(next))
      keys.push(next)
    return keys
  }

  async #replaced(key: KeyId): Promise<KeyId | undefined> {
    const prefix = `patient-key/key/${key}`
    const [id] = await this.#buckets.byField.values({ gt: `${prefix}/`, lt: `${prefix}0`, limit: 1 }).all()
    const row = id && (await this.#buckets.statements.get(id))
    const replaces = row && parseEnvelope(row.text).payload.replaces
    return typeof replaces === 'string' ? (replaces as KeyId) : undefined
  }

  #forget(statements: readonly StatementRow[]): void {
    for (const { type, text } of statements) {
      if (type !== 'institution' && !aboutKeys.has(type)) continue
      this.#changes += 1
      const { key, replaces, institution } = parseEnvelope(text).payload
      if (type === 'institution') this.#changeAll(institution)
      else for (const id of [key, replaces]) this.#change(id as KeyId)
      this.#unknown.delete(key as KeyId)
    }
  }

  #change(id: KeyId): void {
    const known = this.#known.peek(id)
    if (known) this.#known.set(id, { ...known, at: changed })
  }

  #changeAll(institution: unknown): void {
    for (const [id, { key }] of [...this.#known.entries()])
      if (key.kind === 'institution' && key.institution === institution) this.#change(id)
  }
}
