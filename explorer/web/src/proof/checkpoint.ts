import { checkWitnessed, parseNote, readTrust, type Trust } from '@huren/verify'
import { contradictsSeen } from './seen.ts'

/** What a witnessed checkpoint proves, judged here. */
export type Checked =
  | {
      readonly kind: 'witnessed'
      readonly size: number
      readonly by: readonly { readonly institution: string; readonly at: string }[]
      readonly sm2: readonly string[]
    }
  | { readonly kind: 'refused'; readonly zh: string; readonly en: string }

/** A log as this browser remembers it: by the key that signs it; another key is another log. */
const logOf = (note: string, origin: string, { notaryKeys }: Trust): string => {
  const signs = ({ name, id }: { name: string; id: string }) =>
    name === origin && notaryKeys.get(`${name} ${id}`)?.key.type === 'ed25519'
  return `${origin} ${parseNote(note).signatures.find(signs)?.id}`
}

/**
 * Judges a checkpoint by the trust file, and by what this browser has seen of its log before.
 * @param note a checkpoint with its signatures @param trust the trust file's text @param now milliseconds since 1970
 */
export const checkCheckpoint = (note: string, trust: string, now: number): Checked => {
  try {
    const known = readTrust(trust, now)
    const { origin, size, root, by, sm2 } = checkWitnessed(note, known, now)
    const contradiction = contradictsSeen(logOf(note, origin, known), { size, root })
    return contradiction ? { kind: 'refused', ...contradiction } : { kind: 'witnessed', size, by, sm2 }
  } catch (error) {
    const { zh, en }: { zh?: string; en?: string } = Object(Object(error).sentence ?? error)
    return { kind: 'refused', zh: zh ?? '检查点未通过核验', en: en ?? String(Object(error).message) }
  }
}
