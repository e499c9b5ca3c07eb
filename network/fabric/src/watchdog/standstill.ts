import type { NodeStatus } from '../watch/status.ts'

/** What is looked at: a node's height, null while it does not answer. */
export type Look = Pick<NodeStatus, 'node' | 'kind' | 'dataCentre' | 'height'>

interface Seen {
  readonly height: number | null
  /** When it last moved or was near, milliseconds since the epoch. */
  readonly at: number
  /** How often it was reported since it was last near. */
  readonly reported: number
}

/** At most so much longer is waited before a node that stays behind is reported again. */
const longest = 2 ** 5

/** Orderers that may go on at any moment are not so many blocks behind: the last ones before a cut reach some and not others. */
const near = 10

/**
 * Tells which orderers stand still: for `patience` milliseconds no block more, while another node of their own data
 * centre is ten blocks ahead of them. A centre that is cut off stands still as a whole, and nobody of it is told. One that
 * stays behind is told again after twice the time, four times, …
 */
export const standstills = (patience: number) => {
  const seen = new Map<string, Seen>()
  return (looks: readonly Look[], now: number): string[] => {
    const furthest = ({ dataCentre }: Look) =>
      Math.max(...looks.filter((look) => look.dataCentre === dataCentre).map(({ height }) => height ?? 0))
    return looks
      .filter((look) => {
        const { node, kind, height } = look
        if (kind !== 'orderer') return false
        const before = seen.get(node)
        const isNear = height !== null && height + near > furthest(look)
        if (!before || isNear || height !== before.height) {
          seen.set(node, { height, at: now, reported: isNear ? 0 : (before?.reported ?? 0) })
          return false
        }
        if (now - before.at < patience * Math.min(2 ** before.reported, longest)) return false
        seen.set(node, { ...before, at: now, reported: before.reported + 1 })
        return true
      })
      .map(({ node }) => node)
  }
}
