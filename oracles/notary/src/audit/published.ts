import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Checkpoint, parseCheckpoint, parseVerifierKey, verifiedBy } from '../keys/note.ts'
import type { Report } from './deviation.ts'
import type { Read } from './tiles.ts'

/** A log as somebody publishes it: a folder or a URL. */
export interface PublishedLog {
  readonly place: string
  readonly checkpoint: Checkpoint
  readonly read: Read
}

const readFrom =
  (place: string): Read =>
  async (path) => {
    if (!/^https?:/.test(place)) return readFile(join(place, path))
    const response = await fetch(`${place.replace(/\/$/, '')}/${path}`)
    if (!response.ok) throw new Error(`${path}: ${response.status}`)
    return Buffer.from(await response.arrayBuffer())
  }

/** Fetches a log's checkpoint and checks that one of the trust file's notaries signed it. */
export const openPublished = async (
  place: string,
  logKeys: readonly string[],
  report: Report,
): Promise<PublishedLog | undefined> => {
  const read = readFrom(place)
  try {
    const checkpoint = parseCheckpoint((await read('checkpoint')).toString())
    const keys = logKeys.map(parseVerifierKey).filter(({ name }) => name === checkpoint.origin)
    if (verifiedBy(checkpoint.text, checkpoint.signatures, keys).length === 0) {
      report({
        code: 'log-signature',
        detail: `${place}: no notary of the trust file has signed the checkpoint`,
      })
      return undefined
    }
    return { place, checkpoint, read }
  } catch (error) {
    report({ code: 'log-unreachable', detail: `${place}: ${error instanceof Error ? error.message : error}` })
    return undefined
  }
}
