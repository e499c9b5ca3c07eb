import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Checkpoint, parseCheckpoint, parseVerifierKey, verifiedBy } from '../keys/note.ts'
import { tilePath, tileWidth, widthIn } from '../log/paths.ts'
import type { Auditor } from './auditor.ts'
import type { Report } from './deviation.ts'

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

const mostReported = 100
const hashLength = 32

/** Compares a published log with what the blocks say: the root first, and if it differs, entry by entry. */
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
  if (own?.equals(root)) return
  report({ code: 'log-split', detail: `${place} signed another tree at size ${size}` })
  await compareEntries(place, size, auditor, report)
}

const compareEntries = async (place: string, size: number, auditor: Auditor, report: Report) => {
  let reported = 0
  for (let n = 0; n * tileWidth < size && reported < mostReported; n++) {
    const bytes = await read(place, tilePath(0, n, widthIn(size, 0, n))).catch(() => Buffer.alloc(0))
    for (let i = 0; i < widthIn(size, 0, n) && reported < mostReported; i++) {
      const index = n * tileWidth + i
      const derived = auditor.leaves.at(index)
      if (!derived || derived.hash.equals(bytes.subarray(i * hashLength, (i + 1) * hashLength))) continue
      const { block, statement } = derived
      report({ code: 'leaf-different', block, index, statement, detail: `${place} has another leaf here` })
      reported += 1
    }
  }
}
