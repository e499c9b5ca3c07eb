import { completeRoot, leafHash } from '../log/hash.ts'
import { entriesPath, tilePath, tileWidth, widthIn } from '../log/paths.ts'
import type { Report } from './deviation.ts'
import type { LeafTable } from './leaf-table.ts'

const hashLength = 32
const mostReported = 100
/** Tiles that are fetched at a time. */
const together = 16

type Read = (path: string) => Promise<Buffer>
/** Says what is wrong with the tile at `path`; false when enough has been said of this log. */
type Say = (
  code: 'leaf-different' | 'tile-different' | 'tile-missing' | 'tile-size',
  detail: string,
  index?: number,
) => void

/** The hashes of one level of the tree. A level of leaves is read where it lies: there may be millions. */
interface Level {
  readonly length: number
  at(index: number): Uint8Array
}

/** The level above: a hash for each full tile. */
const levelAbove = (level: Level): Level => {
  const hashes = Array.from({ length: Math.floor(level.length / tileWidth) }, (_, n) =>
    completeRoot(Array.from({ length: tileWidth }, (_, i) => level.at(n * tileWidth + i))),
  )
  return { length: hashes.length, at: (index) => hashes[index] ?? new Uint8Array() }
}

const split = (bytes: Buffer): Buffer[] =>
  Array.from({ length: Math.ceil(bytes.length / hashLength) }, (_, i) =>
    bytes.subarray(i * hashLength, (i + 1) * hashLength),
  )

/** The entries of a bundle, each after its length in two bytes; undefined when it is cut off. */
const entriesOf = (bytes: Buffer): Buffer[] | undefined => {
  const entries: Buffer[] = []
  for (let at = 0; at < bytes.length; ) {
    if (at + 2 > bytes.length) return undefined
    const end = at + 2 + bytes.readUInt16BE(at)
    if (end > bytes.length) return undefined
    entries.push(bytes.subarray(at + 2, end))
    at = end
  }
  return entries
}

interface Tile {
  readonly path: string
  /** A log that has grown meanwhile may have replaced a partial tile by the full one (C2SP tlog-tiles). */
  readonly full: string
  readonly width: number
  /** Of its first hash, in its level. */
  readonly start: number
  readonly parse: (bytes: Buffer) => readonly Uint8Array[] | undefined
  readonly wanted: Level
  readonly code: 'leaf-different' | 'tile-different'
}

const fetchTile = async (
  read: Read,
  { path, full, width, parse }: Tile,
): Promise<readonly Uint8Array[] | 'missing' | undefined> => {
  const bytes = await read(path).catch(() => undefined)
  if (bytes) return parse(bytes)
  const later = path === full ? undefined : await read(full).catch(() => undefined)
  return later ? parse(later)?.slice(0, width) : 'missing'
}

const check = (
  { path, width, start, wanted, code }: Tile,
  found: readonly Uint8Array[] | 'missing' | undefined,
  say: Say,
) => {
  if (found === 'missing') return say('tile-missing', path)
  if (found?.length !== width)
    return say(
      'tile-size',
      `${path} holds ${found?.length ?? 'a part of its'} entries, the signed tree ${width}`,
    )
  for (const [i, hash] of found.entries())
    if (Buffer.compare(hash, wanted.at(start + i)) !== 0)
      say(code, `${path} is not what the blocks say`, code === 'leaf-different' ? start + i : undefined)
}

function* tilesOf(size: number, leaves: Level): Generator<Tile> {
  let hashes = leaves
  for (let level = 0; tileWidth ** level <= size; level++) {
    const wanted = hashes
    const count = Math.ceil(Math.floor(size / tileWidth ** level) / tileWidth)
    for (let n = 0; n < count; n++) {
      const width = widthIn(size, level, n)
      const tile = { width, start: n * tileWidth, wanted }
      const [path, full] = [tilePath(level, n, width), tilePath(level, n, tileWidth)]
      yield { ...tile, path, full, parse: split, code: level === 0 ? 'leaf-different' : 'tile-different' }
      if (level > 0) continue
      const parse = (bytes: Buffer) => entriesOf(bytes)?.map(leafHash)
      const entries = { path: entriesPath(n, width), full: entriesPath(n, tileWidth) }
      yield { ...tile, ...entries, parse, code: 'tile-different' }
    }
    hashes = levelAbove(hashes)
  }
}

/** Compares every tile and entry bundle of a log of `size` with the leaves that the blocks have. */
export const compareTiles = async (
  place: string,
  read: Read,
  size: number,
  table: LeafTable,
  report: Report,
): Promise<void> => {
  let reported = 0
  const say: Say = (code, detail, index) => {
    if (++reported > mostReported) return
    const about = `${place}: ${detail}`
    const leaf = index === undefined ? undefined : table.at(index)
    if (index === undefined || !leaf) report({ code, detail: about })
    else report({ code, detail: about, index, block: leaf.block, statement: leaf.statement })
  }
  const leaves = { length: size, at: (index: number) => table.hash(index) }
  let waiting: Tile[] = []
  const flush = async () => {
    const found = await Promise.all(waiting.map((tile) => fetchTile(read, tile)))
    for (const [i, tile] of waiting.entries()) check(tile, found[i], say)
    waiting = []
  }
  for (const tile of tilesOf(size, leaves)) {
    waiting.push(tile)
    if (waiting.length >= together) await flush()
  }
  await flush()
}
