import { checkWitnessed, readTrust } from '@huren/verify'

/** What a witnessed checkpoint proves, judged here. */
export type Checked =
  | {
      readonly kind: 'witnessed'
      readonly size: number
      readonly by: readonly { readonly institution: string; readonly at: string }[]
      readonly sm2: readonly string[]
    }
  | { readonly kind: 'refused'; readonly zh: string; readonly en: string }

/** @param note a checkpoint with its signatures @param trust the trust file's text @param now milliseconds since 1970 */
export const checkCheckpoint = (note: string, trust: string, now: number): Checked => {
  try {
    const { size, by, sm2 } = checkWitnessed(note, readTrust(trust, now), now)
    return { kind: 'witnessed', size, by, sm2 }
  } catch (error) {
    const { zh, en }: { zh?: string; en?: string } = Object(Object(error).sentence ?? error)
    return { kind: 'refused', zh: zh ?? '检查点未通过核验', en: en ?? String(Object(error).message) }
  }
}
