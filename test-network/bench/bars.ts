import type { ApiRow } from './api.ts'
import type { SignatureRates } from './signatures.ts'

/** A line that a run has to reach (issue "the main job", Speed). */
export interface Bar {
  readonly name: string
  readonly required: string
  readonly measured: string
  readonly reached: boolean
}

const timesFaster = 10
const perSecond = { ES256: 1000, 'SM2-SM3': 400 } as const
/** Milliseconds */
const slowest = 2000

/** SM2 verification with known keys beside `sm-crypto`, in the same run on the same core. */
export const signatureBar = (ours: SignatureRates, theirs: SignatureRates): Bar => {
  const times = ours.verifyKnown / theirs.verifyKnown
  return {
    name: 'SM2 verification, known keys, beside sm-crypto',
    required: `≥ ${timesFaster} ×`,
    measured: `${times.toFixed(1)} ×`,
    reached: times >= timesFaster,
  }
}

export const apiBars = (rows: readonly ApiRow[]): Bar[] =>
  rows.flatMap((row) => {
    if (row.name !== 'ES256' && row.name !== 'SM2-SM3') return []
    const rate = perSecond[row.name]
    return [
      {
        name: `${row.name} statements a second through the API`,
        required: `≥ ${rate}/s`,
        measured: `${row.perSecond.toFixed(0)}/s`,
        reached: row.perSecond >= rate,
      },
      {
        name: `${row.name}, 95 of 100 answered within`,
        required: `< ${slowest} ms`,
        measured: `${row.p95.toFixed(0)} ms`,
        reached: row.p95 < slowest,
      },
    ]
  })
