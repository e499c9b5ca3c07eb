import { type KeyId, parseEnvelope } from '@huren/records'
import { LRUCache } from 'lru-cache'
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

interface Remembered {
  readonly key: KnownKey
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
    try {
      const key = await this.#ask(id)
      if (key) this.#known.set(id, { key, at: Date.now() })
      else this.#unknown.set(id, true)
      return key
    } catch (error) {
      if (before && natureOf(error) === 'trouble') return before.key
      throw new Problem('ledger-unreachable', `keys cannot be looked up: ${describe(error)}`, {
        retryAfter: 5,
      })
    }
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
      if (type === 'institution') this.#known.clear()
      if (!aboutKeys.has(type)) continue
      const { key, replaces } = parseEnvelope(text).payload
      for (const id of [key, replaces]) this.#known.delete(id as KeyId)
      this.#unknown.delete(key as KeyId)
    }
  }
}
