import { leafHash } from '../log/hash.ts'
import { entriesPath, tilePath, tileWidth } from '../log/paths.ts'
import { hashLength, type Tile } from '../log/tree-writer.ts'
import { type LeafName, widthOf } from './derived-log.ts'
import type { DeviationCode } from './deviation.ts'

/** Reads a file of a published log. */
export type Read = (path: string) => Promise<Buffer>

/** A file that a log has to serve, and what it has to say. */
export interface Wanted {
  readonly path: string
  /** A log that has grown meanwhile may have replaced a partial tile by the full one (C2SP tlog-tiles). */
  readonly full: string
  readonly parse: (bytes: Buffer) => readonly Uint8Array[] | undefined
  readonly tile: Tile
  readonly code: 'leaf-different' | 'tile-different'
  /** Of leaves only. */
  readonly names: readonly (LeafName | undefined)[]
}
/** What is wrong with a file. */
export interface Fault {
  readonly code: DeviationCode
  readonly detail: string
  readonly index?: number
  readonly name?: LeafName | undefined
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

/** The files that hold a tile: its hashes, and beside a tile of leaves their entries. */
export const wantedOf = (tile: Tile, nameOf: (index: number) => LeafName | undefined): Wanted[] => {
  const { level, n } = tile
  const width = widthOf(tile)
  const hashes: Wanted = {
    path: tilePath(level, n, width),
    full: tilePath(level, n, tileWidth),
    parse: split,
    tile,
    code: level === 0 ? 'leaf-different' : 'tile-different',
    names: level === 0 ? Array.from({ length: width }, (_, i) => nameOf(n * tileWidth + i)) : [],
  }
  if (level > 0) return [hashes]
  const parse = (bytes: Buffer) => entriesOf(bytes)?.map(leafHash)
  const paths = { path: entriesPath(n, width), full: entriesPath(n, tileWidth) }
  return [hashes, { ...paths, parse, tile, code: 'tile-different', names: [] }]
}

const fetchFile = async (
  read: Read,
  { path, full, tile, parse }: Wanted,
): Promise<readonly Uint8Array[] | 'missing' | undefined> => {
  const bytes = await read(path).catch(() => undefined)
  if (bytes) return parse(bytes)
  const later = path === full ? undefined : await read(full).catch(() => undefined)
  return later ? parse(later)?.slice(0, widthOf(tile)) : 'missing'
}

/** Reads a file and says what is wrong with it. */
export const faultsIn = async (read: Read, wanted: Wanted): Promise<Fault[]> => {
  const { path, tile, code, names } = wanted
  const found = await fetchFile(read, wanted)
  if (found === 'missing') return [{ code: 'tile-missing', detail: path }]
  const width = widthOf(tile)
  if (found?.length !== width)
    return [
      {
        code: 'tile-size',
        detail: `${path} holds ${found?.length ?? 'a part of its'} entries, the signed tree ${width}`,
      },
    ]
  return found.flatMap((hash, i): Fault[] => {
    if (Buffer.compare(hash, tile.hashes.subarray(i * hashLength, (i + 1) * hashLength)) === 0) return []
    const fault = { code, detail: `${path} is not what the blocks say` }
    return [code === 'leaf-different' ? { ...fault, index: tile.n * tileWidth + i, name: names[i] } : fault]
  })
}
