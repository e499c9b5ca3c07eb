import {
  type AccessErasure,
  type AccessEvent,
  commit,
  decodeBase64,
  parseAccessEntry,
  Refusal,
} from '@huren/records'
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import { leafHash, rootFromInclusion } from '../merkle.ts'
import { reject } from '../verdict.ts'
import type { EntryFile, Hashes } from './file.ts'

/** An entry that is proven to stand in the log. */
export interface ProvenEntry {
  readonly index: number
  readonly leaf: Uint8Array
  readonly commitment: string
  /** None of the two for an entry of which only the commitment is left. */
  readonly event?: AccessEvent
  readonly erasure?: AccessErasure
}

const opened = (event: string, salt: string) => {
  const [bytes, saltBytes] = [decodeBase64(event), decodeBase64(salt)]
  const malformed = (why: string) =>
    reject(
      'access-entry-malformed',
      `日志条目格式不正确：${why}`,
      `An entry of the log is not well-formed: ${why}`,
    )
  if (!bytes || saltBytes?.length !== 32) return malformed('base64')
  try {
    return { commitment: commit(saltBytes, bytes), ...parseAccessEntry(bytes) }
  } catch (error) {
    if (error instanceof Refusal) return malformed(error.detail)
    throw error
  }
}

/** The head of the tree that an entry has to lie in. */
export interface TreeHead {
  readonly size: number
  /** Hexadecimal. */
  readonly root: string
}

/** @throws Rejection `access-entry-malformed`, `index-out-of-range`, `access-not-in-log` */
export const provenEntry = (
  { index, path, event, salt, commitment }: EntryFile,
  hashes: Hashes,
  { size, root }: TreeHead,
): ProvenEntry => {
  const content = event && salt ? opened(event, salt) : { commitment: commitment ?? '' }
  const leaf = leafHash(hexToBytes(content.commitment))
  if (index >= size)
    reject(
      'index-out-of-range',
      `第 ${index} 条超出检查点的 ${size} 条。`,
      `Entry ${index} lies outside the checkpoint's ${size} entries.`,
    )
  const found = rootFromInclusion(
    index,
    size,
    leaf,
    path.map((n) => hashes.at(n)),
  )
  if (!found || bytesToHex(found) !== root)
    reject(
      'access-not-in-log',
      `第 ${index} 条不在检查点的调阅日志中：内容被改动，或属于另一日志。`,
      `Entry ${index} is not in the access log of the checkpoint: it was changed, or is of another log.`,
    )
  return { index, leaf, ...content }
}

/** Whether `erasure` is the log's own note of the destruction of `erased`. */
export const tellsErasureOf = ({ erasure, index }: ProvenEntry, erased: ProvenEntry): boolean =>
  erasure !== undefined &&
  erasure.erases === erased.index &&
  erasure.commitment === erased.commitment &&
  index > erased.index
