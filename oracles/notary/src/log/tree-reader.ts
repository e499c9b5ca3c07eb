import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { completeRoot, emptyRoot, nodeHash } from './hash.ts'
import { entriesPath, tilePath, tileWidth, widthIn } from './paths.ts'
import type { Edge } from './tree-writer.ts'

const hashLength = 32
const levelsOfTile = 8
const cached = 2000

/** The largest power of two smaller than `n` (RFC 6962 section 2.1). */
export const splitPoint = (n: number) => 2 ** Math.ceil(Math.log2(n) - 1)

/** Reads a log from its tiles: any entry, root or proof of any tree up to the size that is stored. */
export class TreeReader {
  readonly #root: string
  readonly #full = new Map<string, Buffer>()
  /** The size whose tiles are on the disk. */
  stored: number

  constructor(root: string, stored: number) {
    this.#root = root
    this.stored = stored
  }

  /** A partial tile that is gone has been replaced by the full one. */
  async #read(full: string, partial: string): Promise<Buffer> {
    const known = this.#full.get(full)
    if (known) return known
    if (full !== partial)
      try {
        return await readFile(join(this.#root, partial))
      } catch {
        // the full one follows
      }
    const bytes = await readFile(join(this.#root, full))
    if (this.#full.size >= cached) this.#full.clear()
    this.#full.set(full, bytes)
    return bytes
  }

  async #hashes(level: number, n: number): Promise<Uint8Array[]> {
    const width = widthIn(this.stored, level, n)
    const path = tilePath(level, n, width)
    const bytes = await this.#read(tilePath(level, n, tileWidth), path)
    if (bytes.length < width * hashLength) throw new Error(`瓦片损坏 / a tile is damaged: ${path}`)
    return Array.from({ length: width }, (_, i) => bytes.subarray(i * hashLength, (i + 1) * hashLength))
  }

  /** The stored leaves of tile `n` of level 0. */
  async entries(n: number): Promise<Buffer[]> {
    const width = widthIn(this.stored, 0, n)
    const bytes = await this.#read(entriesPath(n, tileWidth), entriesPath(n, width))
    const entries: Buffer[] = []
    for (let at = 0; entries.length < width; ) {
      const length = bytes.readUInt16BE(at)
      entries.push(bytes.subarray(at + 2, at + 2 + length))
      at += 2 + length
    }
    return entries
  }

  /** @throws RangeError */
  async leaf(index: number): Promise<Buffer> {
    const entry =
      index < this.stored && (await this.entries(Math.floor(index / tileWidth)))[index % tileWidth]
    if (!entry) throw new RangeError(`entry ${index} is outside of the log`)
    return entry
  }

  /** Root of the complete subtree of 2^height leaves that begins at `start`. */
  async #complete(start: number, height: number): Promise<Uint8Array> {
    const level = Math.floor(height / levelsOfTile)
    const first = start / tileWidth ** level
    const n = Math.floor(first / tileWidth)
    const offset = first - n * tileWidth
    const hashes = await this.#hashes(level, n)
    return completeRoot(hashes.slice(offset, offset + 2 ** (height - level * levelsOfTile)))
  }

  /** MTH(D[start:end]). */
  async #range(start: number, end: number): Promise<Uint8Array> {
    const count = end - start
    const height = Math.log2(count)
    if (Number.isInteger(height)) return this.#complete(start, height)
    const middle = start + splitPoint(count)
    return nodeHash(await this.#range(start, middle), await this.#range(middle, end))
  }

  async rootAt(size: number): Promise<Buffer> {
    return size === 0 ? emptyRoot() : Buffer.from(await this.#range(0, size))
  }

  /** PATH(index, D[size]), RFC 6962 section 2.1.1. */
  async inclusionProof(index: number, size: number): Promise<Uint8Array[]> {
    const walk = async (start: number, end: number): Promise<Uint8Array[]> => {
      if (end - start === 1) return []
      const middle = start + splitPoint(end - start)
      return index < middle
        ? [...(await walk(start, middle)), await this.#range(middle, end)]
        : [...(await walk(middle, end)), await this.#range(start, middle)]
    }
    return walk(0, size)
  }

  /** PROOF(older, D[size]), RFC 6962 section 2.1.2. */
  async consistencyProof(older: number, size: number): Promise<Uint8Array[]> {
    const walk = async (start: number, end: number, whole: boolean): Promise<Uint8Array[]> => {
      if (older === end) return whole ? [] : [await this.#range(start, end)]
      const middle = start + splitPoint(end - start)
      return older <= middle
        ? [...(await walk(start, middle, whole)), await this.#range(middle, end)]
        : [...(await walk(middle, end, false)), await this.#range(start, middle)]
    }
    return older === 0 || older === size ? [] : walk(0, size, true)
  }

  /** The right edge, to go on appending from. */
  async edge(): Promise<Edge> {
    const size = this.stored
    const levels: Uint8Array[][] = []
    for (let level = 0; tileWidth ** level <= size; level++) {
      const n = Math.floor(Math.floor(size / tileWidth ** level) / tileWidth)
      levels.push(widthIn(size, level, n) > 0 ? await this.#hashes(level, n) : [])
    }
    const entries = size % tileWidth > 0 ? await this.entries(Math.floor(size / tileWidth)) : []
    return { size, levels, entries }
  }
}
