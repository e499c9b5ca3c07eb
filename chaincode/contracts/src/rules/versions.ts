import { type Instant, Refusal } from '@huren/records'
import type { Version, Versioned } from '../state/facts.ts'
import { at, type Milliseconds } from './time.ts'

/** The version in force at a moment: the last whose effective time has come. */
export const inForce = <V extends Version>(
  versioned: Versioned<V> | undefined,
  moment: Milliseconds,
): V | undefined => versioned?.versions.findLast((version) => at(version.effectiveFrom) <= moment)

/**
 * The versions with the next one added. Numbers rise by one, effective times rise with them, so that at any moment
 * exactly one is in force.
 * @throws Refusal `version-conflict`
 */
export const addVersion = <V extends Version>(versioned: Versioned<V> | undefined, next: V): Versioned<V> => {
  const versions = versioned?.versions ?? []
  const last = versions.at(-1)
  const expected = (last?.version ?? 0) + 1
  if (next.version !== expected)
    throw new Refusal('version-conflict', `the next version is ${expected}`, 'version')
  if (last && !isLater(next.effectiveFrom, last.effectiveFrom))
    throw new Refusal(
      'version-conflict',
      `version ${last.version} takes effect at ${last.effectiveFrom}; the next one must follow it`,
      'effectiveFrom',
    )
  return { versions: [...versions, next] }
}

const isLater = (a: Instant, b: Instant) => at(a) > at(b)

export const statementsOf = ({ versions }: Versioned<Version>) => versions.map(({ statement }) => statement)
