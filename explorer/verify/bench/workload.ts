import type { Algorithm } from '@huren/records'
import { largeReceipt } from '../tools/large-log.ts'
import { now, trustFile } from '../vectors/tools/world.ts'
import { hospitalOf } from './province.ts'

/**
 * Receipts of a report in a log of 10^7 entries, each with a checkpoint of its own that three organisations cosigned
 * and one signed with SM2-SM3 as well: 6 statement signatures and 5 of the checkpoint.
 */
export interface Workload {
  readonly name: string
  readonly algorithm: Algorithm
  readonly receipts: readonly string[]
}
export const logSize = 10_000_000
export const trust = JSON.stringify(trustFile())
export { now }

const times = (count: number) => Array.from({ length: count }, (_, i) => i)

/** Every receipt is of another hospital: no key but the central organisations' has been seen before. */
const newHospitals = (algorithm: Algorithm, count: number, from: number): Workload => ({
  name: `${algorithm}, a hospital not met before`,
  algorithm,
  receipts: times(count).map((i) => {
    const { registrations, report } = hospitalOf(from + i, algorithm)
    return largeReceipt(logSize, registrations, report(1))
  }),
})

/** Every receipt is of another report of one hospital. */
const oneHospital = (algorithm: Algorithm, count: number, number: number): Workload => {
  const { registrations, report } = hospitalOf(number, algorithm)
  return {
    name: `${algorithm}, a hospital met before`,
    algorithm,
    receipts: times(count).map((i) => largeReceipt(logSize, registrations, report(i + 1))),
  }
}

export const workloads = (count: number): Workload[] => [
  newHospitals('ES256', count, 100),
  oneHospital('ES256', count, 1),
  newHospitals('SM2-SM3', count, 10_100),
  oneHospital('SM2-SM3', count, 2),
]

export const firstReceipts = (): Workload[] => [newHospitals('ES256', 1, 50), newHospitals('SM2-SM3', 1, 60)]
