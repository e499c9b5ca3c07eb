import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Checkpoint, parseCheckpoint, parseVerifierKey, verifiedBy } from '../keys/note.ts'
import type { Auditor } from './auditor.ts'
import type { Report } from './deviation.ts'
import { compareTiles } from './tiles.ts'

/** A log as somebody publishes it: a folder or a URL. */
export interface PublishedLog {
  readonly place: string
  readonly checkpoint: Checkpoint
}

const read = async (place: string, path: string): Promise<Buffer> => {
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
  try {
    const checkpoint = parseCheckpoint((await read(place, 'checkpoint')).toString())
    const keys = logKeys.map(parseVerifierKey).filter(({ name }) => name === checkpoint.origin)
    if (verifiedBy(checkpoint.text, checkpoint.signatures, keys).length === 0) {
      report({
        code: 'log-signature',
        detail: `${place}: no notary of the trust file has signed the checkpoint`,
      })
      return undefined
    }
    return { place, checkpoint }
  } catch (error) {
    report({ code: 'log-unreachable', detail: `${place}: ${error instanceof Error ? error.message : error}` })
    return undefined
  }
}

/**
 * Compares a published log with what the blocks say: the signed root, and every tile and entry that is served, whose
 * sizes must be those of the signed tree.
 */
export const compare = async (
  { place, checkpoint }: PublishedLog,
  auditor: Auditor,
  report: Report,
): Promise<void> => {
  const { size, root } = checkpoint
  if (size > auditor.size) {
    report({ code: 'log-ahead', detail: `${place} has ${size} entries, the blocks only ${auditor.size}` })
    return
  }
  const own = size === 0 ? root : auditor.roots.get(size)
  if (!own?.equals(root))
    report({ code: 'log-split', detail: `${place} signed another tree at size ${size}` })
  await compareTiles(place, (path) => read(place, path), size, auditor.leaves, report)
}
