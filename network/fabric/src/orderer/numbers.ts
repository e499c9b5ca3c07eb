import type { Consortium } from '../description/consortium.ts'
import { founderStep, orderersOf } from '../description/nodes.ts'
import { NetworkProblem } from '../problem.ts'

interface Numbered {
  readonly id: number
  readonly dataCentre: string
}

/** Writes each orderer's number into the description, so that it stays whoever comes or goes. */
export const withNumbers = (consortium: Consortium): Consortium => {
  const ids = new Map(orderersOf(consortium).map(({ fullName, id }) => [fullName, id]))
  return {
    ...consortium,
    organisations: consortium.organisations.map((organisation) => ({
      ...organisation,
      orderers: organisation.orderers.map((node) => {
        const consenter = ids.get(`${node.name}.${organisation.domain}`)
        return consenter === undefined ? node : { ...node, consenter }
      }),
    })),
  }
}

/** Places between two numbers, after the last one first; a new last number is a whole step further. */
const gaps = (present: readonly Numbered[]) => {
  const pairs = present.map((left, index) => ({ left, right: present[(index + 1) % present.length] ?? left }))
  return pairs.reverse().map(({ left, right }) => ({
    left,
    right,
    id: right.id > left.id ? Math.floor((left.id + right.id) / 2) : left.id + founderStep,
  }))
}

/**
 * A number for a new orderer whose neighbours stand in other data centres, so that leadership leaves a lost centre at
 * once. Where there is no such place, the next number after the last.
 * @param present sorted by number
 */
export const numberFor = (present: readonly Numbered[], dataCentre: string): number => {
  const free = gaps(present).filter(({ left, id }) => id > left.id)
  const apart = free.find(
    ({ left, right }) => left.dataCentre !== dataCentre && right.dataCentre !== dataCentre,
  )
  return apart?.id ?? (present.at(-1)?.id ?? 0) + founderStep
}

/**
 * The number for an orderer that takes the place of another: a new one beside it. Two processes of one number, one of
 * them unaware that it was replaced, would both vote; a number that disappears tells the old one that it is out.
 * @throws NetworkProblem `description-invalid` when all numbers up to the next orderer's are used up
 */
export const numberBeside = (present: readonly Numbered[], old: number): number => {
  const next = present.find(({ id }) => id > old)?.id ?? Number.POSITIVE_INFINITY
  if (old + 1 < next) return old + 1
  throw new NetworkProblem(
    'description-invalid',
    `编号 ${old} 之后没有空号：请先加入新节点，再移除旧节点`,
    `no number is free after ${old}: add the new orderer first, then remove the old one`,
  )
}
