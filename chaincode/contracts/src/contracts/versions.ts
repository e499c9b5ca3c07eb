import type { Milliseconds } from '../rules/time.ts'
import { inForce } from '../rules/versions.ts'
import type { Version, Versioned } from '../state/facts.ts'

/** What a query answers about a versioned thing: the version in force at the transaction's time, and all of them. */
export const withCurrent = <V extends Version>(fact: Versioned<V> | undefined, now: Milliseconds) =>
  fact ? { current: inForce(fact, now) ?? null, versions: fact.versions } : null

/** The version asked for, or the one in force. */
export const versionOrCurrent = <V extends Version>(
  fact: Versioned<V> | undefined,
  asked: number | undefined,
  now: Milliseconds,
): V | null =>
  (asked === undefined ? inForce(fact, now) : fact?.versions.find(({ version }) => version === asked)) ?? null
